CREATE TABLE IF NOT EXISTS users (
    id TEXT PRIMARY KEY, handle TEXT UNIQUE NOT NULL, name TEXT NOT NULL, suspended INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS logins (hash TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users);
CREATE TABLE IF NOT EXISTS members (role TEXT, user_id TEXT REFERENCES users, PRIMARY KEY (role, user_id));
CREATE INDEX IF NOT EXISTS members_by_user ON members (user_id);
-- The permissions are those of storyden-robots.
CREATE TABLE IF NOT EXISTS grants (role TEXT, permission TEXT, PRIMARY KEY (role, permission));
INSERT INTO grants VALUES ('administrator', 'ADMINISTRATOR'), ('moderator', 'USE_ROBOTS'), ('service', 'USE_ROBOTS')
    ON CONFLICT DO NOTHING;
INSERT INTO users (id, handle, name) VALUES ('00000000-0000-4000-8000-000000000001', 'reports', 'Reports')
    ON CONFLICT DO NOTHING;
INSERT INTO members VALUES ('service', '00000000-0000-4000-8000-000000000001') ON CONFLICT DO NOTHING;
