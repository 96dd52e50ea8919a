// SPDX-License-Identifier: Apache-2.0
const levels: string[] = "mandatory";
