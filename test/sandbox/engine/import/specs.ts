// SPDX-License-Identifier: Apache-2.0
import { createRequire } from "node:module";

export const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";
export const GROUP = "probe:index:Group";
export const PROVIDER = "pulumi:providers:kubernetes";

/** Of the SDK that programs of tests use. */
export const { version: VERSION } = createRequire(__filename)("@pulumi/kubernetes/package.json") as { version: string };
