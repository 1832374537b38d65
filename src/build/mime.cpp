// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/mime.h"

#include <algorithm>

namespace imagebuilder::build {

namespace {

constexpr qsizetype base64LineBytes = 57; // 76 characters, RFC 2045

/// cloud-init's mail parser takes text for latin-1 where it is not ASCII.
bool isPlain(const QByteArray &body)
{
    return std::ranges::all_of(body, [](char c) { return c == '\n' || c == '\t' || (c >= ' ' && c <= '~'); });
}

QByteArray encodedBody(const MimePart &part)
{
    if (isPlain(part.body))
        return "Content-Transfer-Encoding: 7bit\n\n" + part.body;
    QByteArray encoded = "Content-Transfer-Encoding: base64\n\n";
    for (qsizetype at = 0; at < part.body.size(); at += base64LineBytes)
        encoded += part.body.mid(at, base64LineBytes).toBase64() + '\n';
    return encoded;
}

QByteArray rendered(const MimePart &part)
{
    if (part.type.startsWith("multipart/"))
        return part.body;
    return "Content-Type: " + part.type + (part.type.startsWith("text/") ? "; charset=\"utf-8\"" : "") +
           "\nMIME-Version: 1.0\nContent-Disposition: attachment; filename=\"" + part.name + "\"\n" + encodedBody(part);
}

} // namespace

QByteArray cloudInitType(const QByteArray &userData)
{
    if (userData.startsWith("\x1f\x8b"))
        return "application/gzip";
    const auto text = userData.trimmed();
    const auto head = text.left(4096).toLower(); // as far as cloud-init looks
    if (head.startsWith("content-type: multipart/") || (!head.startsWith('#') && head.contains("mime-version:")))
        return "multipart/mixed";
    struct Marker
    {
        const char *start;
        const char *type;
    };
    // A marker that begins like another stands before it.
    static constexpr Marker markers[] = {
        {"#!", "text/x-shellscript"},
        {"#cloud-config-archive", "text/cloud-config-archive"},
        {"#cloud-config-jsonp", "text/cloud-config-jsonp"},
        {"#cloud-config", "text/cloud-config"},
        {"#cloud-boothook", "text/cloud-boothook"},
        {"#include-once", "text/x-include-once-url"},
        {"#include", "text/x-include-url"},
        {"#part-handler", "text/part-handler"},
        {"## template: jinja", "text/jinja2"},
    };
    for (const auto &[start, type] : markers) {
        if (text.startsWith(start))
            return type;
    }
    return {};
}

QByteArray mimeMultipart(const QList<MimePart> &parts)
{
    QByteArrayList bodies;
    for (const auto &part : parts)
        bodies << rendered(part);
    QByteArray boundary = "==imagebuilder==";
    while (std::ranges::any_of(bodies, [&](const QByteArray &body) { return body.contains(boundary); }))
        boundary += '=';
    QByteArray whole = "Content-Type: multipart/mixed; boundary=\"" + boundary + "\"\nMIME-Version: 1.0\n\n";
    for (const auto &body : bodies)
        whole += "--" + boundary + '\n' + body + '\n';
    return whole + "--" + boundary + "--\n";
}

} // namespace imagebuilder::build
