// SPDX-License-Identifier: Apache-2.0
import { IP_POOL_LABEL_PREFIX, IPV4_POOLS_ANNOTATION, IPV6_POOLS_ANNOTATION } from "../labels";

/** Whether a label or an annotation binds a namespace to pools. */
export function isPoolKey(section: "labels" | "annotations", key: string): boolean {
    return section === "labels"
        ? key.startsWith(IP_POOL_LABEL_PREFIX)
        : key === IPV4_POOLS_ANNOTATION || key === IPV6_POOLS_ANNOTATION;
}
