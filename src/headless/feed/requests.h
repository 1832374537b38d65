// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QtCore/QJsonObject>
#include <QtCore/QStringList>

namespace imagebuilder::headless {

/// What a feed's reader may ask for: the command that does it, with the same checks as when a person types it.
struct FeedRequest
{
    QString id;            ///< the reader's; its answers carry it
    QString verb;          ///< "rebuild", "cancel", …
    QString who;           ///< as the reader says; empty: whoever runs the feed
    QStringList arguments; ///< of imagebuilderd; none for `log`, which the feed reads itself
    QJsonObject fields;    ///< as they came
};

/// One kind of request, as help, man text and parser know it.
struct FeedVerb
{
    QString name;
    QStringList words;   ///< the command
    QStringList needed;  ///< fields that must be there; they become arguments in this order
    QStringList options; ///< fields that may be there; NAME becomes --NAME=VALUE, an array a comma list
};
const QList<FeedVerb> &feedVerbs();

/// A line of the reader's. Usage says what is wrong with it; what of an id could be read stands in `id` all the same.
Result<FeedRequest> readRequest(const QByteArray &line, QString &id);

} // namespace imagebuilder::headless
