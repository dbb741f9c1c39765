using ClusterSim.Json;

namespace ClusterSim.Access;

/// <summary>Who sends a request.</summary>
public sealed record User(string Name, string Uid, IReadOnlyList<string> Groups, Map Extra)
{
    public const string Masters = "system:masters";
    public const string Authenticated = "system:authenticated";

    public static readonly User Anonymous = new("system:anonymous", "", ["system:unauthenticated"], []);

    /// <summary>The controllers inside the cluster.</summary>
    public static readonly User ControllerManager = new("system:kube-controller-manager", "", [Masters, Authenticated], []);

    public static User Admin() => new("admin", "admin", [Masters, Authenticated], []);

    public Map ToMap()
    {
        var map = new Map { ["username"] = Name };
        if (Uid.Length > 0)
        {
            map["uid"] = Uid;
        }

        map["groups"] = new Seq(Groups);
        if (Extra.Count > 0)
        {
            map["extra"] = JsonText.Clone(Extra);
        }

        return map;
    }
}
