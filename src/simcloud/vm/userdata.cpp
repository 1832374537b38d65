// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/vm/userdata.h"

#include <QtCore/QRegularExpression>

namespace imagebuilder::simcloud {

namespace {

struct Entity
{
    QByteArray headers;
    QByteArray body;

    QByteArray header(const QString &name) const
    {
        const QRegularExpression line(QStringLiteral("^%1:[ \t]*(.*(?:\n[ \t].*)*)").arg(name),
                                      QRegularExpression::CaseInsensitiveOption | QRegularExpression::MultilineOption);
        return line.match(QString::fromUtf8(headers)).captured(1).toUtf8();
    }
};

Entity entity(QByteArray text)
{
    while (text.startsWith('\n'))
        text.remove(0, 1);
    const auto blank = text.indexOf("\n\n");
    return blank < 0 ? Entity{text, {}} : Entity{text.left(blank), text.mid(blank + 2)};
}

QByteArray parameter(const QByteArray &header, const QString &name)
{
    const QRegularExpression form(name + QStringLiteral(R"re(="?([^";\s]+)"?)re"),
                                  QRegularExpression::CaseInsensitiveOption);
    return form.match(QString::fromUtf8(header)).captured(1).toUtf8();
}

QByteArray typeByContent(const QByteArray &body)
{
    if (body.startsWith("#!"))
        return "text/x-shellscript";
    if (body.startsWith("#cloud-boothook"))
        return "text/cloud-boothook";
    if (body.startsWith("#cloud-config"))
        return "text/cloud-config";
    return "text/plain";
}

} // namespace

QList<UserDataPart> userDataParts(const QByteArray &userData)
{
    auto text = userData;
    text.replace("\r\n", "\n");
    const auto whole = entity(text);
    const auto mark = parameter(whole.header(QStringLiteral("Content-Type")), QStringLiteral("boundary"));
    if (mark.isEmpty())
        return text.isEmpty() ? QList<UserDataPart>() : QList<UserDataPart>{{typeByContent(text), "part-001", text}};
    QList<UserDataPart> parts;
    const auto delimiter = "\n--" + mark;
    auto rest = '\n' + whole.body;
    for (auto at = rest.indexOf(delimiter); at >= 0; at = rest.indexOf(delimiter)) {
        rest = rest.mid(at + delimiter.size());
        if (rest.startsWith("--"))
            break;
        const auto inner = rest.left(rest.indexOf(delimiter));
        const auto part = entity(inner);
        UserDataPart found;
        found.type = part.header(QStringLiteral("Content-Type")).split(';').first().trimmed().toLower();
        if (found.type.startsWith("multipart/")) {
            parts += userDataParts(inner.trimmed());
            continue;
        }
        found.name = parameter(part.header(QStringLiteral("Content-Disposition")), QStringLiteral("filename"));
        found.body = part.body;
        if (part.header(QStringLiteral("Content-Transfer-Encoding")).trimmed().toLower() == "base64")
            found.body = QByteArray::fromBase64(found.body);
        if (found.type == "text/plain" || found.type.isEmpty())
            found.type = typeByContent(found.body);
        if (found.name.isEmpty())
            found.name = "part-" + QByteArray::number(parts.size() + 1).rightJustified(3, '0');
        parts.append(found);
    }
    return parts;
}

} // namespace imagebuilder::simcloud
