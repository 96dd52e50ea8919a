// SPDX-License-Identifier: Apache-2.0

/** Ctrl-C once finishes what has begun, twice breaks it off; the state is kept either way. */
export function interruptible(): { signal: AbortSignal; cancel: AbortSignal; release: () => void } {
    const stop = new AbortController();
    const cancel = new AbortController();
    const onSignal = (): void => {
        if (stop.signal.aborted) {
            cancel.abort();
            return;
        }
        process.stderr.write("\nStopping: what has begun is finished first. Press Ctrl-C again to break it off.\n");
        stop.abort();
    };
    process.on("SIGINT", onSignal);
    process.on("SIGTERM", onSignal);
    return {
        signal: stop.signal,
        cancel: cancel.signal,
        release: () => {
            process.off("SIGINT", onSignal);
            process.off("SIGTERM", onSignal);
        },
    };
}
