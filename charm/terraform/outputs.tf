# SPDX-FileCopyrightText: The imagebuilder authors
# SPDX-License-Identifier: Apache-2.0

output "app_name" {
  description = "Name of the application."
  value       = juju_application.github_runner_image_builder.name
}

output "provides" {
  description = "Endpoints that it provides."
  value = {
    cos_agent              = "cos-agent"
    github_runner_image_v0 = "image"
  }
}

output "requires" {
  description = "Endpoints that it requires: none."
  value       = {}
}
