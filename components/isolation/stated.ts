// SPDX-License-Identifier: Apache-2.0
import type * as pulumi from "@pulumi/pulumi";
import { StatedIsolations } from "../../lib/isolation/stated";
import { perProgram } from "../per-program";

const clusters = perProgram(() => new Map<pulumi.ProviderResource | undefined, StatedIsolations>());

/** What a program says of isolation on the cluster of one provider; undefined is the default provider. */
export function statedIsolations(provider: pulumi.ProviderResource | undefined): StatedIsolations {
    const known = clusters().get(provider) ?? new StatedIsolations();
    clusters().set(provider, known);
    return known;
}
