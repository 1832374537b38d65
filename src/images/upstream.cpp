// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "images/upstream.h"

#include "images/checksums.h"

#include <QtCore/QRegularExpression>

#include <algorithm>

namespace imagebuilder::images {

namespace {

const QString serialForm = QStringLiteral("[0-9]{8}(\\.[0-9]+)?");

/// A few that are there, around the one that is not, and the newest.
QString someOf(QStringList dates, const QString &wanted)
{
    constexpr qsizetype most = 4;
    const auto after = std::ranges::lower_bound(dates, wanted) - dates.begin();
    const auto newest = dates.last();
    auto some = dates.mid(std::max<qsizetype>(0, after - most / 2), most);
    if (!some.contains(newest))
        some << newest;
    return some.join(QStringLiteral(", "));
}

/// `serial=20260131` in unpacked/build-info.txt.
QString serialIn(const QByteArray &buildInfo)
{
    static const QRegularExpression line(QStringLiteral("^serial=(%1)$").arg(serialForm),
                                         QRegularExpression::MultilineOption);
    return line.match(QString::fromUtf8(buildInfo)).captured(1);
}

} // namespace

Upstream::Upstream(const SourceOptions &options, Layout layout, http::Transport &transport, Clock &clock)
    : m_layout(std::move(layout)), m_mirror(m_layout.base, transport, clock), m_date(options.date),
      m_checkSignature(options.checkSignature), m_keyring(options.keyring)
{
}

Task<QStringList> Upstream::dates(std::stop_token stop)
{
    static const QRegularExpression form(QRegularExpression::anchoredPattern(serialForm));
    auto found = (co_await m_mirror.folders(m_layout.releaseFolder, stop)).filter(form);
    found.sort();
    co_return found;
}

Task<Error> Upstream::noSuchDate(Error error, std::stop_token stop)
{
    const auto there = co_await dates(stop);
    if (there.isEmpty() || there.contains(m_date))
        co_return error;
    co_return Error(ErrorKind::NotFound,
                    QStringLiteral("the mirror %1 has no release of %2; there are %3")
                        .arg(m_mirror.address(m_layout.releaseFolder), m_date, someOf(there, m_date)));
}

Task<Result<QByteArray>> Upstream::list(std::shared_ptr<QString> name, std::stop_token stop)
{
    Result<QByteArray> text;
    for (const auto &candidate : m_layout.lists) {
        *name = candidate;
        text = co_await m_mirror.text(path(candidate), stop);
        if (text || text.error().kind() != ErrorKind::NotFound)
            co_return text;
    }
    if (m_date.isEmpty() || m_layout.releaseFolder.isEmpty())
        co_return text;
    const auto error = co_await noSuchDate(text.error(), stop);
    co_return std::unexpected(error);
}

Task<Result<Signer>> Upstream::signerOf(QByteArray list, QString name, std::stop_token stop)
{
    if (!m_checkSignature)
        co_return Signer{};
    const auto signaturePath = path(name + QStringLiteral(".gpg"));
    const auto signature = co_await m_mirror.text(signaturePath, stop);
    if (!signature && signature.error().kind() == ErrorKind::NotFound)
        co_return failure(ErrorKind::NotFound,
                          QStringLiteral("the mirror has no signature %1; for a mirror without one "
                                         "turn the check off: --image-signature off")
                              .arg(m_mirror.address(signaturePath)));
    if (!signature)
        co_return std::unexpected(signature.error());
    auto signer = co_await verifySignature(list, *signature, m_keyring, stop);
    co_return inContext(std::move(signer), QStringLiteral("signature %1").arg(m_mirror.address(signaturePath)));
}

Task<Result<Listed>> Upstream::listed(std::stop_token stop)
{
    if (!m_layout.pinnedSha256.isEmpty())
        co_return Listed{.name = m_layout.images.first(), .sha256 = m_layout.pinnedSha256, .signer = {}, .list = {}};
    const auto listName = std::make_shared<QString>();
    IB_CO_TRY(const auto text, co_await list(listName, stop));
    IB_CO_TRY(const auto signer, co_await signerOf(text, *listName, stop));
    for (const auto &name : m_layout.images) {
        const auto sum = checksumOf(name, text);
        if (sum)
            co_return Listed{.name = name, .sha256 = *sum, .signer = signer, .list = text};
        if (sum.error().kind() != ErrorKind::NotFound)
            co_return std::unexpected(sum.error().withContext(m_mirror.address(path(*listName))));
    }
    co_return failure(ErrorKind::NotFound, QStringLiteral("%1 lists no %2, nor a packed one")
                                               .arg(m_mirror.address(path(*listName)), m_layout.images.first()));
}

Task<QString> Upstream::serial(QByteArray list, std::stop_token stop)
{
    if (m_layout.releaseFolder.isEmpty())
        co_return QString();
    if (!m_date.isEmpty())
        co_return QString(m_date);
    const auto note = co_await m_mirror.text(path(QStringLiteral("unpacked/build-info.txt")), stop);
    if (const auto noted = serialIn(note.value_or(QByteArray())); !noted.isEmpty())
        co_return noted;
    const auto there = co_await dates(stop);
    if (there.isEmpty())
        co_return QString();
    const auto &newest = there.last();
    const auto same = co_await m_mirror.text(m_layout.releaseFolder + newest + QStringLiteral("/SHA256SUMS"), stop);
    co_return same.value_or(QByteArray()) == list ? newest : QString();
}

} // namespace imagebuilder::images
