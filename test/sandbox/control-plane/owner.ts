// SPDX-License-Identifier: Apache-2.0
// A program of its own that owns a control plane until it is killed: what a test run is to its sandboxes.
import { startControlPlane } from "../../../sandbox/control-plane";

void startControlPlane({ name: "owned", root: process.argv[2] ?? "" }).then(() => {
    process.stdout.write("ready\n");
    setInterval(() => undefined, 1000);
});
