// SPDX-License-Identifier: Apache-2.0
import { installCatalog, startControllers, type ControllersOptions } from "../controllers";
import { messageOf } from "./error";

// The simulated KubeSphere runs in a process of its own, so that a fault in it cannot end the control plane.
async function start(options: ControllersOptions): Promise<void> {
    await installCatalog(options.kubeconfig);
    await startControllers({
        ...options,
        log: (line) => {
            console.log(line);
        },
    });
    process.send?.("ready");
}

process.on("disconnect", () => process.exit(0));
process.once("message", (options: ControllersOptions) => {
    start(options).catch((error: unknown) => {
        console.error(messageOf(error));
        process.exit(1);
    });
});
