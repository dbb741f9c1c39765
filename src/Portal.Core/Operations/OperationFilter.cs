using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;

namespace Portal.Core.Operations;

/// <summary>Turns an <see cref="OperationQuery"/> into conditions that the database works out.</summary>
internal static class OperationFilter
{
    public static IQueryable<Operation> Where(this IQueryable<Operation> operations, OperationQuery query)
    {
        if (query.States.Count > 0)
        {
            operations = operations.Where(operation => query.States.Contains(operation.State));
        }

        if (query.Kinds.Count > 0)
        {
            operations = operations.Where(operation => query.Kinds.Contains(operation.Kind));
        }

        if (query.ClusterId is { } cluster)
        {
            operations = operations.Where(operation => operation.ClusterId == cluster);
        }

        if (query.FleetId is { } fleet)
        {
            operations = operations.Where(operation => operation.FleetId == fleet);
        }

        if (query.Component is { } component)
        {
            operations = operations.Where(operation => operation.Component == component);
        }

        foreach (var word in query.Search.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var pattern = SearchPattern.Containing(word);
            operations = operations.Where(operation => EF.Functions.ILike(operation.TargetName, pattern, @"\")
                || EF.Functions.ILike(operation.ActorName, pattern, @"\")
                || (operation.Component != null && EF.Functions.ILike(operation.Component, pattern, @"\")));
        }

        if (query.After is { } after)
        {
            var last = Guid.Parse(after);
            operations = operations.Where(operation => operation.Id < last);
        }

        return operations;
    }

    /// <summary>The one that a queued operation waits for: what runs on its target, else the oldest queued before it.</summary>
    public static IQueryable<Operation> Blocking(this IQueryable<Operation> operations, Guid id, string target, DateTimeOffset createdAt) =>
        operations
            .Where(other => other.TargetKey == target && other.Id != id
                && (other.State == OperationState.Running
                    || (other.State == OperationState.Queued
                        && (other.CreatedAt < createdAt || (other.CreatedAt == createdAt && other.Id < id)))))
            .OrderByDescending(other => other.State == OperationState.Running)
            .ThenBy(other => other.CreatedAt).ThenBy(other => other.Id);
}
