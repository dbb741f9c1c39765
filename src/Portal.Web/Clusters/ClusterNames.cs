using System.Text.RegularExpressions;

namespace Portal.Web.Clusters;

/// <summary>What the field says at once of a name; the service has the last word.</summary>
public static partial class ClusterNames
{
    public static bool IsValid(string name) => Label().IsMatch(name);

    /// <summary>A name to begin with, out of the name of a context ("arn:aws:eks:…:cluster/prod" gives "prod").</summary>
    public static string Suggest(string context)
    {
        var last = context.Split('/', '@', ':').LastOrDefault(part => part.Length > 0) ?? "";
        var clean = NotAllowed().Replace(last.ToLowerInvariant(), "-").Trim('-');
        return clean.Length > 48 ? clean[..48].Trim('-') : clean;
    }

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]{0,46}[a-z0-9])?$")]
    private static partial Regex Label();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotAllowed();
}
