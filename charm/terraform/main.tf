# SPDX-FileCopyrightText: The imagebuilder authors
# SPDX-License-Identifier: Apache-2.0

resource "juju_application" "github_runner_image_builder" {
  name       = var.app_name
  model_uuid = var.model_uuid

  charm {
    name     = "github-runner-image-builder"
    base     = var.base
    channel  = var.channel
    revision = var.revision
  }

  config      = var.config
  constraints = var.constraints
  units       = var.units
}
