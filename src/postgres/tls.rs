//! TLS, by rustls: encrypted and verified, or no connection.

use std::sync::Arc;

use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, pem::PemObject},
};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::PostgresOptions;
use crate::model::error::{Error, Result};

/// Creates the TLS connector, which trusts the certificate authorities of the options.
pub(super) fn connector(options: &PostgresOptions) -> Result<MakeRustlsConnect> {
    let mut roots = RootCertStore::empty();
    match &options.root_certificates {
        None => roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
        Some(pem) => {
            for certificate in CertificateDer::pem_slice_iter(pem) {
                let certificate = certificate.map_err(|_| not_certificates())?;
                roots.add(certificate).map_err(|_| not_certificates())?;
            }
            if roots.is_empty() {
                return Err(not_certificates());
            }
        }
    }
    // Named here, so that the host's process needs no default.
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| Error::internal("TLS cannot be set up", error))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

fn not_certificates() -> Error {
    Error::invalid_argument("root_certificates", "must be certificates in PEM")
}
