// SPDX-License-Identifier: Apache-2.0
import {
    INSTALL_PLAN,
    IP_POOL,
    type Kind,
    NAMESPACE,
    NAMESPACE_NETWORK_POLICY,
    WORKSPACE,
    WORKSPACE_TEMPLATE,
} from "kubesphere-network/lib/kinds";

/** Kinds of which an adoption has objects. */
export const ADOPTED_KINDS: readonly Kind[] = [
    INSTALL_PLAN,
    IP_POOL,
    NAMESPACE,
    NAMESPACE_NETWORK_POLICY,
    WORKSPACE,
    WORKSPACE_TEMPLATE,
];
