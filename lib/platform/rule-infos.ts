// SPDX-License-Identifier: Apache-2.0
import type { RuleInfo } from "../rule";

const OWN_SCHEMA = "network.schema.json";

export const YAML_RULE: RuleInfo = {
    id: "platform-yaml",
    reason: "The file is not YAML.",
    source: "https://yaml.org/spec/1.2.2",
};

export const SCHEMA_RULE: RuleInfo = {
    id: "platform-schema",
    reason: "A property that is unknown, missing or of another type would have no effect, or not the one that is meant.",
    source: OWN_SCHEMA,
};

export const POOL_KNOWN_RULE: RuleInfo = {
    id: "platform-pool-known",
    reason: "Calico fails every pod of a namespace that is bound to a pool which does not exist.",
    source: "determinePools in libcalico-go/lib/ipam/ipam.go of Calico",
};

export const WORKSPACE_KNOWN_RULE: RuleInfo = {
    id: "platform-workspace-known",
    reason: "A workspace that is not in the file is most likely misspelt.",
    source: OWN_SCHEMA,
};

export const ALLOW_ISOLATED_RULE: RuleInfo = {
    id: "platform-allow-isolated",
    reason: "KubeSphere deletes every NamespaceNetworkPolicy of a project that is not isolated.",
    source: "pkg/controller/network/nsnetworkpolicy/nsnetworkpolicy_controller.go of KubeSphere 3.4",
};

export const MEMBER_TEMPLATE_RULE: RuleInfo = {
    id: "platform-member-template",
    reason: "WorkspaceTemplates are read on the host cluster and nowhere else.",
    source: "pkg/controller/workspacetemplate/workspacetemplate_controller.go of KubeSphere",
};

export const MEMBER_AGENT_RULE: RuleInfo = {
    id: "platform-member-agent",
    reason: "The agent of the network extension does the work; on a cluster without it nothing happens.",
    source: "skills/kubesphere-network-extension-operations/references/extension.yaml of KubeSphere",
};

export const MEMBER_ACCESS_RULE: RuleInfo = {
    id: "platform-member-access",
    reason: "Nothing can be written to a cluster that cannot be reached.",
    source: "https://www.pulumi.com/registry/packages/kubernetes/api-docs/provider",
};

export const SPEC_OR_FILE_RULE: RuleInfo = {
    id: "platform-once",
    reason: "A platform has one description.",
    source: "components/platform/network-platform.ts",
};

export const PROMPT_RULE: RuleInfo = {
    id: "platform-prompt",
    reason: "What is in the description decides which resources there are, so that all of it must be known.",
    source: "https://www.pulumi.com/docs/iac/concepts/inputs-outputs",
};

export const FILE_RULE: RuleInfo = {
    id: "platform-file",
    reason: "The file cannot be read.",
    source: "components/platform/network-platform.ts",
};
