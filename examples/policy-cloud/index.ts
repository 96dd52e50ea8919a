// SPDX-License-Identifier: Apache-2.0
import { PolicyPack } from "@pulumi/policy";
import { policiesOf } from "kubesphere-network-policies/pack";
import { presetConfig } from "kubesphere-network-policies/presets";
import { rules } from "kubesphere-network-policies/rules";

// The preset, and what is our own. Who enables the pack for a group of stacks can change all of it there.
new PolicyPack(
    "acme-network",
    { policies: policiesOf(rules) },
    {
        ...presetConfig("strict", rules),
        "ippool-allowed-ranges": { enforcementLevel: "mandatory", ranges: ["10.40.0.0/14", "fd00:ac3e::/32"] },
        "required-labels": {
            enforcementLevel: "mandatory",
            labels: { IPPool: { "acme.example/team": { pattern: "[a-z-]+" } } },
        },
        "naming-patterns": { enforcementLevel: "advisory", patterns: { IPPool: "[a-z]+(-v6)?" } },
        exemptions: { enforcementLevel: "mandatory", forbidden: true },
    },
);
