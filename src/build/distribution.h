// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QtCore/QJsonObject>
#include <QtCore/QMap>
#include <QtCore/QStringList>

namespace imagebuilder::build {

/// How a consumer gets an image: a copy in its own project, another project's image shown to it (Glance's members), a
/// copy that its Glance fetches from ours by itself (`glance-download`; else an ordinary one), or whichever is cheapest
/// and allowed.
enum class Way { Copy, Share, Import, Auto };

QString wayName(Way way);
/// Usage when it is none.
Result<Way> wayNamed(const QString &name);

/// How the consumers of one build get their images.
struct Distribution
{
    Way usual = Way::Copy;
    QMap<QString, Way> exceptions; ///< by consumer
    QString hub;                   ///< the cloud whose project holds what is shared; empty: the first that has it

    Way wayTo(const QString &consumer) const { return exceptions.value(consumer, usual); }
    /// Config when an exception names nobody of these.
    Result<void> checkFor(const QStringList &consumers) const;
    /// Empty where everybody gets a copy, as always.
    QJsonObject toJson() const;
    /// Back from toJson(); what is not understood is left at its default.
    static Distribution fromJson(const QJsonObject &json);

    friend bool operator==(const Distribution &, const Distribution &) = default;
};

/// How a consumer came to its image, in the journal and in JSON.
namespace deliveredBy {
inline const QString copy = QStringLiteral("copy");
inline const QString import = QStringLiteral("import");
inline const QString share = QStringLiteral("share");
inline const QString snapshot = QStringLiteral("snapshot"); ///< its project is where the snapshot was made
} // namespace deliveredBy

} // namespace imagebuilder::build
