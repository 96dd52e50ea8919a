// SPDX-License-Identifier: Apache-2.0
import { StatedIsolations } from "../../lib/isolation/stated";
import { perProvider } from "../per-program";

/** What a program says of isolation on the cluster of one provider. */
export const statedIsolations = perProvider(() => new StatedIsolations());
