// SPDX-License-Identifier: Apache-2.0
import type { Report } from "../../../lib/report/report";

/** A report with something of everything that a form has to show. */
export const sampleReport: Report = {
    title: "preview.json",
    summary: [
        { area: "pools", severity: "danger", text: "1 created, 1 changed, 1 deleted; 256 addresses more." },
        { area: "isolation", severity: "danger", text: "1 project switched off; 2 allow rules vanish." },
        { area: "connectivity", severity: "warning", text: "12 connections lost, 3 gained." },
        { area: "bindings", severity: "warning", text: "1 namespace bound to other pools." },
        { area: "extension", severity: "notice", text: "network 1.2.0 to 1.3.0." },
    ],
    findings: [
        {
            severity: "danger",
            area: "pools",
            rule: "pool-deleted",
            object: { kind: "IPPool", name: "legacy" },
            before: "10.44.0.0/22",
            message: "7 pods have addresses of it: they keep them and lose their routes.",
            wayOut: "Set disabled: true first, restart the pods, and delete the pool once none has an address of it.",
        },
        {
            severity: "danger",
            area: "isolation",
            rule: "isolation-policies-purged",
            object: { kind: "Namespace", name: "shop-api" },
            before: "on",
            after: "off",
            message: "KubeSphere deletes every NamespaceNetworkPolicy of the project: from-web, to-ledger.",
            wayOut: "Keep isolation on, or export the policies first.",
        },
        {
            severity: "warning",
            area: "connectivity",
            rule: "connection-lost",
            object: { kind: "Namespace", name: "reports" },
            before: "all ports",
            after: "none",
            message: "shop-web can no longer reach reports/api.",
        },
        {
            severity: "notice",
            area: "extension",
            rule: "extension-upgraded",
            object: { kind: "InstallPlan", name: "network" },
            before: "1.2.0",
            after: "1.3.0",
            message: "The API and the pages of the network extension are away for a moment.",
        },
    ],
    pools: [
        {
            name: "reports",
            change: "created",
            cidr: "10.45.0.0/22",
            addresses: { before: 0, after: 1024 },
            settings: [{ property: "spec.vxlanMode", after: "CrossSubnet" }],
        },
        {
            name: "retail",
            change: "changed",
            cidr: "10.42.0.0/20",
            addresses: { before: 4096, after: 4096 },
            used: 120,
            settings: [{ property: "spec.natOutgoing", before: "true", after: "false" }],
        },
        {
            name: "legacy",
            change: "deleted",
            cidr: "10.44.0.0/22",
            addresses: { before: 768, after: 0 },
            used: 7,
            settings: [],
        },
    ],
    bindings: [
        {
            pools: ["data", "reports", "retail"],
            rows: [
                { namespace: "reports", workspace: "data", pods: 4, cells: ["removed", "added", "none"] },
                { namespace: "ingestion", workspace: "data", pods: 9, cells: ["kept", "none", "kept"] },
            ],
        },
    ],
    isolation: [
        {
            kind: "project",
            name: "shop-api",
            before: "on",
            after: "off",
            policies: { created: [], changed: [], deleted: ["to-ledger"], purged: ["from-web"] },
        },
        {
            kind: "workspace",
            name: "payments",
            before: "off",
            after: "on",
            policies: { created: [], changed: [], deleted: [], purged: [] },
        },
    ],
    connectivity: [
        {
            basis: { namespaces: 12, workloads: 34, policies: 9 },
            answers: [
                {
                    question: "dns",
                    text: "reports: its pods resolve names",
                    namespace: "reports",
                    before: "yes",
                    after: "no",
                    reason: "reports/nsnp-network-isolate (isolation of the project reports) allows no DNS.",
                },
                {
                    question: "gateway",
                    text: "shop-api: the gateway reaches its pods",
                    namespace: "shop-api",
                    before: "no",
                    after: "yes",
                    reason: "Nothing restricts what comes in.",
                },
            ],
            changes: [
                {
                    change: "lost",
                    from: { text: "all of shop-web", namespaces: [{ name: "shop-web", workloads: "all" }], ranges: [] },
                    to: {
                        text: "api of reports",
                        namespaces: [{ name: "reports", workloads: ["Deployment/api"] }],
                        ranges: [],
                    },
                    before: "all ports",
                    after: "none",
                    decidedBy: ["reports/nsnp-network-isolate (isolation of the project reports)"],
                },
                {
                    change: "gained",
                    from: { text: "192.168.10.0/25", namespaces: [], ranges: ["192.168.10.0/25"] },
                    to: {
                        text: "all of shop-api",
                        namespaces: [{ name: "shop-api", workloads: "all" }],
                        ranges: [],
                    },
                    before: "none",
                    after: "TCP 8443",
                    decidedBy: [
                        "shop-api/nsnp-from-load-balancer (NamespaceNetworkPolicy shop-api/from-load-balancer)",
                    ],
                },
                {
                    change: "changed",
                    from: { text: "all of fraud", namespaces: [{ name: "fraud", workloads: "all" }], ranges: [] },
                    to: {
                        text: "all of ledger",
                        namespaces: [{ name: "ledger", workloads: "all" }],
                        ranges: [],
                    },
                    before: "TCP 80",
                    after: "TCP 80, TCP 8000-8010",
                    decidedBy: ["ledger/allow-fraud"],
                },
            ],
            counts: { lost: 12, gained: 3, changed: 2 },
        },
    ],
    extensions: [
        {
            name: "network",
            change: "changed",
            version: { before: "1.2.0", after: "1.3.0" },
            enabled: { before: true, after: true },
            agents: { added: ["member-1"], removed: [], kept: ["host"] },
            config: [
                { cluster: "host", property: "global.ippool.webhook", before: "false", after: "true" },
                { cluster: "member-1", property: "network.controller.image.tag", before: "v1.2.0" },
            ],
        },
    ],
    order: [
        { by: "update", text: 'Upgrade the extension "network" and wait until every cluster runs it.' },
        { by: "update", text: 'Create the pool "reports".' },
        { by: "you", text: "Restart the workloads of reports, so that their pods get addresses of reports." },
    ],
    irreversible: [
        {
            object: { kind: "Namespace", name: "shop-api" },
            text: "The NamespaceNetworkPolicies that KubeSphere deletes are gone: switching isolation on again does not bring them back.",
        },
    ],
    notes: [
        "The preview leaves out what stays as it is: connections are judged with the snapshot of 2026-11-20 alone.",
    ],
};
