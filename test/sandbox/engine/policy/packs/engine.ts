// SPDX-License-Identifier: Apache-2.0
// Stands for an engine that is killed: it starts a pack, says so and does nothing more.
import { startPolicyPack, type PolicyPackOptions } from "../../../../../sandbox/engine/policy/runner";

const { PACK = "", OPTIONS = "{}" } = process.env;

void startPolicyPack(PACK, JSON.parse(OPTIONS) as PolicyPackOptions).then(() => {
    console.log("started");
});
