// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simcloud/image/digest.h"
#include "simcloud/web/message.h"

#include <QtCore/QFile>

#include <mutex>
#include <optional>

namespace imagebuilder::simcloud {

struct StoredBytes
{
    qint64 size = 0;
    QString sha512;
    QString md5; ///< empty when the bytes were not kept
};

/// Glance's store: a file for each image, or, for huge ones in tests, bytes made from a formula and never kept.
class ImageStore
{
public:
    /// `nullFrom`: bodies of that many bytes or more are digested and thrown away; -1: never.
    ImageStore(QString folder, qint64 nullFrom);

    /// Takes an upload; unless finished, its bytes go with it.
    class Writer
    {
    public:
        ~Writer();
        bool add(QByteArrayView bytes);
        StoredBytes finish();

    private:
        friend class ImageStore;
        Writer(ImageStore &store, QString id, bool keep);
        ImageStore &m_store;
        QString m_id;
        bool m_keep;
        bool m_finished = false;
        QFile m_file;
        qint64 m_size = 0;
        Digest m_sha512{"SHA512"};
        Digest m_md5{"MD5"};
    };
    /// `length` as announced, -1 when not known.
    std::unique_ptr<Writer> write(const QString &id, qint64 length);
    /// `onBytes` hears of every piece that is read. Null when there is nothing to read.
    std::shared_ptr<BodyStream> read(const QString &id, std::function<void(qint64)> onBytes) const;
    /// Lays down `size` made-up bytes, different for each id.
    StoredBytes makeUp(const QString &id, qint64 size);
    /// `onBytes` hears of every piece. Nothing when there are no bytes to copy.
    std::optional<StoredBytes> copy(const QString &from, const QString &to, std::function<void(qint64)> onBytes);
    void remove(const QString &id);
    /// Where the bytes of an image lie; no such file when they were not kept.
    QString path(const QString &id) const;

private:
    struct MadeUp
    {
        quint64 seed;
        qint64 size;
        QString sha512;
    };
    void forget(const QString &id, const StoredBytes &bytes);

    QString m_folder;
    qint64 m_nullFrom;
    mutable std::mutex m_mutex;
    QMap<QString, MadeUp> m_madeUp;
};

} // namespace imagebuilder::simcloud
