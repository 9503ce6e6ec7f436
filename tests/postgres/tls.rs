//! TLS: encrypted and verified, or refused with the cause.

use std::{error::Error, fs, iter, net::TcpListener, path::Path, process::Command, time::Duration};

use storyden_robots::{ErrorKind, PostgresOptions, PostgresStore};
use tempfile::TempDir;
use tokio_postgres::{NoTls, error::SqlState};

use crate::{
    support::{Programs, QUICK, Server, absent, hand_over},
    work::start,
};

const SETTINGS: &str = "[req]\nprompt = no\ndistinguished_name = name\n[name]\nCN = robots test\n\
    [authority]\nbasicConstraints = critical, CA:TRUE\n[server]\nsubjectAltName = DNS:db.test\n";

/// Runs openssl in a folder.
fn openssl(folder: &Path, arguments: &str) {
    let arguments = arguments.split_whitespace();
    let output = Command::new("openssl").current_dir(folder).args(arguments.clone()).output();
    let output = output.expect("openssl starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{:?}: {said}", arguments.collect::<Vec<_>>());
}

/// Makes an authority, and returns its certificate.
fn authority(folder: &Path, name: &str) -> Vec<u8> {
    let key = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes";
    let made = format!("-keyout {name}.key -out {name}.pem");
    openssl(folder, &format!("req -x509 -config settings -extensions authority -days 2 {key} {made}"));
    fs::read(folder.join(name).with_extension("pem")).expect("a certificate")
}

/// A server that lets nobody in over the network without TLS, as `db.test` at 127.0.0.1.
struct Encrypted {
    server: Server,
    port: u16,
    /// Those whom the server's certificate is from.
    trusted: Vec<u8>,
    /// Others, who call themselves the same.
    impostors: Vec<u8>,
    // After the server: it holds the key.
    _folder: TempDir,
}

impl Encrypted {
    fn start() -> Option<Self> {
        let programs = Programs::find(15)?;
        if Command::new("openssl").arg("version").output().is_err() {
            absent("openssl");
            return None;
        }
        let folder = tempfile::Builder::new().prefix("robots-tls-").tempdir_in("/tmp").expect("a folder");
        let path = folder.path();
        fs::write(path.join("settings"), SETTINGS).expect("a file");
        fs::write(path.join("hba"), "local all all trust\nhostssl all all 127.0.0.1/32 trust\n")
            .expect("a file");
        let (trusted, impostors) = (authority(path, "trusted"), authority(path, "impostors"));
        let key = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout server.key -out server.csr";
        openssl(path, &format!("req -new -config settings {key}"));
        let signed =
            "-CA trusted.pem -CAkey trusted.key -CAcreateserial -extfile settings -extensions server";
        openssl(path, &format!("x509 -req -in server.csr -out server.pem -days 2 {signed}"));
        // Openssl made the key readable for its owner alone, which the server insists on.
        for file in [path, &path.join("server.key")] {
            hand_over(file);
        }
        let port =
            TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a port").port();
        let settings = [
            "listen_addresses=127.0.0.1".to_owned(),
            format!("port={port}"),
            "ssl=on".to_owned(),
            format!("ssl_cert_file={}/server.pem", path.display()),
            format!("ssl_key_file={}/server.key", path.display()),
            format!("hba_file={}/hba", path.display()),
        ];
        let settings: Vec<_> = settings.iter().map(String::as_str).chain(QUICK).collect();
        let server = Server::start(&programs, &settings);
        Some(Self { server, port, trusted, impostors, _folder: folder })
    }

    fn url(&self, host: &str, mode: &str) -> String {
        let port = self.port;
        format!("host={host} hostaddr=127.0.0.1 port={port} user=postgres dbname=postgres sslmode={mode}")
    }

    fn options(certificates: &[u8]) -> PostgresOptions {
        PostgresOptions::default()
            .migrate(true)
            .deadline(Duration::from_secs(1))
            .root_certificates(certificates)
    }
}

/// Everything that an error says went wrong underneath.
fn causes(error: &storyden_robots::Error) -> String {
    let causes = iter::successors(error.source(), |&cause| cause.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

#[tokio::test]
async fn an_authority_of_ones_own_is_trusted_and_the_connection_encrypted() {
    let Some(encrypted) = Encrypted::start() else { return };
    for mode in ["require", "prefer"] {
        let options = Encrypted::options(&encrypted.trusted).connections(1);
        let store = PostgresStore::connect(&encrypted.url("db.test", mode), options).await.expect("TLS");
        start(&store).await;
        let admin = format!("{} port={}", encrypted.server.url("postgres"), encrypted.port);
        let (admin, connection) = tokio_postgres::connect(&admin, NoTls).await.expect("the server");
        tokio::spawn(connection);
        let ask = "SELECT ssl, version FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
            WHERE application_name = 'storyden-robots' AND state IS NOT NULL";
        let rows = admin.query(ask, &[]).await.expect("the state of connections");
        assert!(!rows.is_empty(), "the store's connection");
        for row in rows {
            assert!(row.get::<_, bool>(0), "{mode}: a connection is not encrypted");
            assert_eq!(row.get::<_, &str>(1), "TLSv1.3");
        }
    }
}

#[tokio::test]
async fn who_is_not_trusted_or_not_meant_is_refused_with_the_cause() {
    let Some(encrypted) = Encrypted::start() else { return };
    let public = PostgresOptions::default().deadline(Duration::from_secs(1));
    for (options, host, because) in [
        (Encrypted::options(&encrypted.impostors), "db.test", "BadSignature"),
        (public, "db.test", "UnknownIssuer"),
        (Encrypted::options(&encrypted.trusted), "elsewhere.test", "not valid for name"),
        (Encrypted::options(&encrypted.trusted), "127.0.0.1", "not valid for name"),
    ] {
        for mode in ["require", "prefer"] {
            let refused = PostgresStore::connect(&encrypted.url(host, mode), options.clone()).await;
            let refused = refused.expect_err("nobody whom it trusts");
            assert_eq!(refused.kind(), ErrorKind::Unavailable);
            let (said, causes) = (refused.to_string(), causes(&refused));
            assert!(causes.contains(because), "{host}: {causes}");
            assert!(!said.contains("127.0.0.1") && !said.contains(because), "a client would see: {said}");
        }
    }
}

#[tokio::test]
async fn a_server_that_demands_tls_refuses_who_does_without() {
    let Some(encrypted) = Encrypted::start() else { return };
    let options = Encrypted::options(&encrypted.trusted);
    let refused = PostgresStore::connect(&encrypted.url("db.test", "disable"), options).await;
    let refused = refused.expect_err("no encryption");
    assert_eq!(refused.kind(), ErrorKind::Unavailable);
    let cause = refused.source().and_then(|cause| cause.downcast_ref::<tokio_postgres::Error>());
    let code = cause.and_then(tokio_postgres::Error::code);
    assert_eq!(code, Some(&SqlState::INVALID_AUTHORIZATION_SPECIFICATION), "{}", causes(&refused));
}

#[tokio::test]
async fn what_is_no_certificate_is_an_invalid_argument() {
    for pem in ["", "-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n"] {
        let refused =
            PostgresStore::connect("host=db.test user=a sslmode=require", Encrypted::options(pem.as_bytes()));
        assert_eq!(refused.await.expect_err("no certificate").kind(), ErrorKind::InvalidArgument);
    }
}
