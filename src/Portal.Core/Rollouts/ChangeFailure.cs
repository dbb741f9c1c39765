using System.Text.Json.Serialization;

namespace Portal.Core.Rollouts;

/// <summary>What becomes of one upgrade that does not become ready.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ChangeFailure>))]
public enum ChangeFailure
{
    /// <summary>The revision that ran before is brought back, in the same operation.</summary>
    RollBack,

    /// <summary>It stays as it is, for a person to look at.</summary>
    Leave,
}
