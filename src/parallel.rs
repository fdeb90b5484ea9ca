//! Work on all cores whose results come back in order.

use crossbeam_channel::{Receiver, bounded, never, select};
use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::time::Duration;

/// How long [`map_in_order`] waits before it tells its caller that there is nothing yet.
pub const TICK: Duration = Duration::from_millis(50);

/// How many items may be under way for each core: enough to keep all of them busy behind one
/// that is slow, few enough that the results waiting for it stay small.
const UNDER_WAY: usize = 8;

/// Runs `work` on every item that comes through `items`, on all cores, and hands the results to
/// `each` on the calling thread, in the order of the items. Gives `each` a `None` whenever
/// nothing was ready for a [`TICK`]. Ends when the other end of `items` is dropped and all is
/// handed over, or soon after `each` breaks.
///
/// Must not be called from a rayon worker, whose place the waiting would take.
pub fn map_in_order<T: Send, R: Send>(
    items: &Receiver<T>,
    work: impl Fn(T) -> R + Sync,
    mut each: impl FnMut(Option<R>) -> ControlFlow<()>,
) {
    let window = UNDER_WAY * rayon::current_num_threads();
    let no_items = never();
    let no_result = never();
    let work = &work;
    rayon::in_place_scope(|scope| {
        let mut under_way: VecDeque<Receiver<R>> = VecDeque::with_capacity(window);
        let mut more = true;
        while more || !under_way.is_empty() {
            let items = if more && under_way.len() < window { items } else { &no_items };
            let first = under_way.front().unwrap_or(&no_result);
            let step = select! {
                recv(items) -> item => {
                    match item {
                        Ok(item) => {
                            let (done, result) = bounded(1);
                            // The receiver is gone only where `each` broke.
                            scope.spawn(move |_| drop(done.send(work(item))));
                            under_way.push_back(result);
                        }
                        Err(_) => more = false,
                    }
                    ControlFlow::Continue(())
                }
                recv(first) -> result => {
                    under_way.pop_front();
                    // No result: the work panicked, and the scope passes that on when it ends.
                    result.map_or(ControlFlow::Break(()), |result| each(Some(result)))
                }
                default(TICK) => each(None),
            };
            if step.is_break() {
                break;
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossbeam_channel::unbounded;

    fn items(count: u64) -> Receiver<u64> {
        let (sender, receiver) = unbounded();
        (0..count).for_each(|item| sender.send(item).unwrap());
        receiver
    }

    #[test]
    fn results_come_in_the_order_of_the_items() {
        let slow_first = |item: u64| {
            std::thread::sleep(Duration::from_micros(if item.is_multiple_of(7) { 2000 } else { 10 }));
            item
        };
        let mut results = Vec::new();
        map_in_order(&items(500), slow_first, |result| {
            results.extend(result);
            ControlFlow::Continue(())
        });
        assert_eq!(results, (0..500).collect::<Vec<_>>());
    }

    #[test]
    fn a_result_does_not_wait_for_the_next_item() {
        let (sender, receiver) = unbounded();
        sender.send(1).unwrap();
        let mut sender = Some(sender);
        map_in_order(
            &receiver,
            |item| item,
            |result| {
                if result.is_some() {
                    sender.take();
                }
                ControlFlow::Continue(())
            },
        );
        assert!(sender.is_none());
    }

    #[test]
    fn breaking_ends_it_though_items_keep_coming() {
        let (_open, receiver) = unbounded::<()>();
        let mut ticks = 0;
        map_in_order(
            &receiver,
            |()| (),
            |_| {
                ticks += 1;
                if ticks == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            },
        );
        assert_eq!(ticks, 2);
    }
}
