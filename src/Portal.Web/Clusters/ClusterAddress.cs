using Microsoft.AspNetCore.Components;
using Portal.Core.Clusters;
using Portal.Web.Shell;

namespace Portal.Web.Clusters;

/// <summary>The filters, sort and columns of the cluster list as they stand in the address.</summary>
public sealed record ClusterAddress
{
    public const string Search = "q";
    public const string State = "state";
    public const string Fleet = "fleet";
    public const string Kind = "kind";
    public const string Provider = "provider";
    public const string Region = "region";
    public const string Version = "version";
    public const string Sort = "sort";
    public const string Columns = "columns";
    public const string Peek = "peek";

    /// <summary>Everything that narrows the list.</summary>
    public static IReadOnlyList<string> Narrowing { get; } = [Search, State, Fleet, Kind, Provider, Region, Version];

    /// <summary>Column ids and what they sort by.</summary>
    public static IReadOnlyDictionary<string, ClusterSort> Sorts { get; } = new Dictionary<string, ClusterSort>
    {
        ["name"] = ClusterSort.Name,
        ["state"] = ClusterSort.State,
        ["provider"] = ClusterSort.Provider,
        ["region"] = ClusterSort.Region,
        ["version"] = ClusterSort.Version,
        ["nodes"] = ClusterSort.Nodes,
        ["cpu"] = ClusterSort.CpuRequested,
        ["memory"] = ClusterSort.MemoryRequested,
        ["seen"] = ClusterSort.LastSeen,
    };

    /// <summary>Clears every filter.</summary>
    public static void Clear(NavigationManager navigation) =>
        navigation.SetQuery(Narrowing.ToDictionary(name => name, _ => (object?)null));

    /// <summary>The column to sort by and whether downwards, from "name" or "-name".</summary>
    public static (string Column, bool Descending) ParseSort(string? sort)
    {
        var descending = sort is ['-', ..];
        var column = descending ? sort![1..] : sort ?? "name";
        return Sorts.ContainsKey(column) ? (column, descending) : ("name", false);
    }

    /// <summary>The next sort after a click on a column: up, then down, then the list's own.</summary>
    public static string? NextSort(string? current, string column)
    {
        var (now, descending) = ParseSort(current);
        return now != column ? column : descending ? null : "-" + column;
    }
}
