using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Core.Components.Values;
using Portal.Core.Problems;

namespace Portal.Core.Distribution.Applications;

/// <summary>An application's policy as YAML, in Karmada's field names. What is not known is refused, so that nothing is lost in silence.</summary>
public static class PolicyYaml
{
    public static string Write(ApplicationPolicy policy) =>
        PolicyJson.Of(policy) is { } content ? ValuesYaml.Write(content) : "";

    /// <summary>Throws Invalid on the field "policy", naming line or field, never a value.</summary>
    public static ApplicationPolicy Read(string text)
    {
        try
        {
            return StrictYaml.Parse(text, YamlLimits.Values) switch
            {
                null => new ApplicationPolicy(),
                JsonObject root => root.Deserialize<ApplicationPolicy>(PolicyJson.Options)!,
                _ => throw Refused("It is no mapping."),
            };
        }
        catch (StrictYamlException error)
        {
            throw Refused($"In {error.Message}.");
        }
        catch (JsonException error)
        {
            throw Refused(error.Path is { Length: > 2 } path ? $"The field {path[2..]} is not known, or is not of the right type." : "It has a field that is not known.");
        }
    }

    private static ProblemException Refused(string why) =>
        ProblemException.Invalid("The placement cannot be read", why, "Correct the field and send it again.", "policy");
}
