# SPDX-FileCopyrightText: The imagebuilder authors
# SPDX-License-Identifier: Apache-2.0

variable "app_name" {
  description = "Name of the application in its model."
  type        = string
  default     = "github-runner-image-builder"
}

variable "base" {
  description = "What its machines run: ubuntu@22.04 or ubuntu@24.04."
  type        = string
  default     = "ubuntu@22.04"
}

variable "channel" {
  description = "Channel that the charm comes from."
  type        = string
  default     = "latest/stable"
}

variable "config" {
  description = "Options of the charm, each value as a string."
  type        = map(string)
  default     = {}
}

variable "constraints" {
  description = "Juju constraints for its machines."
  type        = string
  default     = ""
}

variable "model_uuid" {
  description = "UUID of the model it is deployed to."
  type        = string
}

variable "revision" {
  description = "Revision of the charm; null takes the channel's newest."
  type        = number
  default     = null
}

variable "units" {
  description = "Number of units. One builds; further ones stand by, and all show the same."
  type        = number
  default     = 1
}
