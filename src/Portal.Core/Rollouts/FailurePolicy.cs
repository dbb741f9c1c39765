using System.Text.Json.Serialization;

namespace Portal.Core.Rollouts;

/// <summary>What a rollout does when one of its changes fails. A failing canary always stops it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FailurePolicy>))]
public enum FailurePolicy
{
    /// <summary>Nothing more is started; what runs ends.</summary>
    Stop,

    /// <summary>Everything that does not need the failed change goes on.</summary>
    Continue,

    /// <summary>As <see cref="Stop"/>; then what this rollout changed is taken back, last change first.</summary>
    RollBack,
}
