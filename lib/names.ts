// SPDX-License-Identifier: Apache-2.0

const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** Whether Kubernetes takes the text as an object's name: a DNS-1123 subdomain of at most so many characters. */
export function isObjectName(text: unknown, atMost = 253): text is string {
    return typeof text === "string" && text.length <= atMost && SUBDOMAIN.test(text);
}
