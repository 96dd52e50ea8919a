// SPDX-License-Identifier: Apache-2.0
import { startNodes, type NodesOptions } from "../nodes";
import { serve } from "./simulation-process";

serve(async (options: NodesOptions) => {
    await startNodes({
        ...options,
        log: (line) => {
            console.log(line);
        },
    });
    return {};
});
