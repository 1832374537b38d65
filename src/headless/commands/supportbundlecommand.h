// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/doctor/doctor.h"
#include "headless/command.h"

namespace imagebuilder::headless {

/// imagebuilderd support-bundle FILE.
class SupportBundleCommand final : public Command
{
public:
    CLI::App *declare(CLI::App &parent, Invocation &invocation) override;
    Result<void> prepare(Invocation &invocation) override;
    [[nodiscard]] Task<Result<Answer>> run(Running &running, std::stop_token stop) override;

private:
    QString m_file;
    app::DoctorOrder m_order;
};

} // namespace imagebuilder::headless
