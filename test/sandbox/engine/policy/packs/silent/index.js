// SPDX-License-Identifier: Apache-2.0
setInterval(() => undefined, 1000);
