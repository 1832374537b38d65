// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QtCore/QJsonObject>
#include <QtCore/QMap>
#include <QtCore/QUrl>

namespace imagebuilder::build {

/// Where a site without the internet has what our image script fetches, and what it does without.
struct ContentMirrors
{
    /// By what lies there, each a key of sources().
    QMap<QString, QUrl> urls;
    bool snaps = true; ///< off: no snap is installed, and what needs one to be made is not made
    bool ppa = true;   ///< off: no package archive but Ubuntu's

    /// Names and what each address stands for: runner (…/releases of the runner's repository), apt (Ubuntu's archive),
    /// ports (the same for all but amd64; without it apt), npm (registry), go (module proxy), yq (Git repository).
    static const QMap<QString, QString> &sources();
    /// What is set, as the plan has it; empty when nothing is.
    QJsonObject toJson() const;
    friend bool operator==(const ContentMirrors &, const ContentMirrors &) = default;
};

/// Takes one entry, "runner" and an address or "snaps" and on or off. Usage says what would be right.
Result<void> takeContentMirror(ContentMirrors &mirrors, const QString &name, const QString &value);

/// What an image of this base and architecture goes without, by name: yq, gh, aproxy … Nobody may miss it there later.
QStringList leftOut(const ContentMirrors &mirrors, const QString &base, const QString &arch);

} // namespace imagebuilder::build
