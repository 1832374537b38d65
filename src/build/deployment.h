// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "build/request.h"
#include "openstack/cloud.h"
#include "ssh/keys.h"
#include "store/journal.h"

namespace imagebuilder::build {

/// "github-runner-image-builder-v1" (CONTRACT.md).
inline const QString securityGroupName = QStringLiteral("github-runner-image-builder-v1");

/// What key pair and group are called where the contract's name is another's: it, `-` and six hex digits of the
/// deployment.
QString ownName(const QString &name, const QString &deployment);
/// What the description of the deployment's security group says.
QString groupDescription(const QString &deployment);

/// Makes sure that the cloud has our public key. The contract's name is taken where it is free or holds our key; where
/// it holds another's, that name plus `-` and six hex digits of the deployment. What the journal knows as our key of
/// before its renewal is replaced, nothing of others is. Returns the name. `cloud` must outlive the task.
[[nodiscard]] Task<Result<QString>> ensureKeyPair(openstack::Cloud &cloud, store::Journal &journal, QString prefix,
                                                  ssh::KeyFiles key, QString deployment, std::stop_token stop);

/// Makes sure that the project has our security group with its rules (icmp and tcp 22), and none that lets anybody else
/// reach tcp 22 over the IP versions that these networks are of; by the same rule for names, ours being the group whose
/// description names the deployment. Returns the group's *id*, since names need not be unique.
[[nodiscard]] Task<Result<QString>> ensureSecurityGroup(openstack::Cloud &cloud, store::Journal &journal,
                                                        QString deployment, QStringList sshCidrs, std::stop_token stop);

} // namespace imagebuilder::build
