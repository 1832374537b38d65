// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QList>

namespace imagebuilder::build {

/// One part of cloud-init's user-data.
struct MimePart
{
    QByteArray type; ///< text/x-shellscript …; multipart/mixed: the body brings its own headers
    QByteArray name; ///< the file cloud-init makes of it; scripts run in the order of these names
    QByteArray body;
};

/// The MIME type that cloud-init gives to user-data by how it begins (its INCLUSION_TYPES_MAP), gzip and a whole MIME
/// multipart included; empty for anything else.
QByteArray cloudInitType(const QByteArray &userData);

/// A MIME multipart as cloud-init reads it. The same parts give the same bytes.
QByteArray mimeMultipart(const QList<MimePart> &parts);

} // namespace imagebuilder::build
