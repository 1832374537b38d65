// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QList>

namespace imagebuilder::simcloud {

/// One part of user-data, as cloud-init tells them apart.
struct UserDataPart
{
    QByteArray type; ///< "text/x-shellscript", "text/cloud-boothook", "text/cloud-config", …
    QByteArray name; ///< of its file; scripts run in the order of their names
    QByteArray body;
};

/// The parts of a MIME multipart and of those within it, or the one that plain user-data is. A `text/plain` part is
/// what its first line says.
QList<UserDataPart> userDataParts(const QByteArray &userData);

} // namespace imagebuilder::simcloud
