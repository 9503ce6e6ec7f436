//! `over_turns!`: a store of turns over another one, whose transactions a test changes.

/// Implements `TurnRepository` for a type with a field `inner`, and a method `transacting` that is called for each
/// transaction.
macro_rules! over_turns {
    ($store:ty) => {
        #[storyden_robots::async_trait]
        impl storyden_robots::TurnRepository for $store {
            async fn transact(
                &self,
                session: storyden_robots::SessionId,
                steps: &[storyden_robots::repository::Step],
                write: storyden_robots::repository::Write,
            ) -> storyden_robots::Result<Vec<storyden_robots::repository::Done>> {
                self.transacting(session, steps, write).await
            }

            async fn due_sessions(
                &self,
                limit: u32,
            ) -> storyden_robots::Result<Vec<storyden_robots::SessionId>> {
                self.inner.due_sessions(limit).await
            }

            async fn find_turn(
                &self,
                session: storyden_robots::SessionId,
                id: storyden_robots::TurnId,
            ) -> storyden_robots::Result<(storyden_robots::repository::TurnRecord, usize)> {
                self.inner.find_turn(session, id).await
            }

            async fn list_turns(
                &self,
                session: storyden_robots::SessionId,
                filter: storyden_robots::repository::TurnFilter,
                limit: u32,
            ) -> storyden_robots::Result<Vec<storyden_robots::repository::TurnRecord>> {
                self.inner.list_turns(session, filter, limit).await
            }

            async fn find_request(
                &self,
                id: storyden_robots::CallRequestId,
            ) -> storyden_robots::Result<storyden_robots::CallRequest<storyden_robots::AccountId>> {
                self.inner.find_request(id).await
            }

            async fn list_requests(
                &self,
                filter: storyden_robots::repository::RequestFilter,
                limit: u32,
            ) -> storyden_robots::Result<Vec<storyden_robots::CallRequest<storyden_robots::AccountId>>> {
                self.inner.list_requests(filter, limit).await
            }

            async fn run_calls(
                &self,
                session: storyden_robots::SessionId,
                message: storyden_robots::MessageId,
            ) -> storyden_robots::Result<Vec<storyden_robots::repository::RunCall>> {
                self.inner.run_calls(session, message).await
            }

            async fn find_by_client_id(
                &self,
                session: storyden_robots::SessionId,
                client_id: &str,
            ) -> storyden_robots::Result<Option<storyden_robots::MessageId>> {
                self.inner.find_by_client_id(session, client_id).await
            }

            async fn now(&self) -> storyden_robots::Result<storyden_robots::Timestamp> {
                self.inner.now().await
            }
        }
    };
}
pub(crate) use over_turns;
