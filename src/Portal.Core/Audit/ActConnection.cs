using System.Data.Common;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Portal.Core.Access;

namespace Portal.Core.Audit;

/// <summary>
/// Tells the database who acts, as a connection is opened for an act: its triggers record the act in the same transaction.
/// Npgsql resets the session before another one gets the connection.
/// </summary>
internal sealed class ActConnection : DbConnectionInterceptor
{
    public static ActConnection Instance { get; } = new();

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        if (Act.Current is { } act)
        {
            using var command = Command(connection, act);
            command.ExecuteNonQuery();
        }
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (Act.Current is { } act)
        {
            await using var command = Command(connection, act);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static DbCommand Command(DbConnection connection, Act act)
    {
        var command = connection.CreateCommand();
        command.CommandText = "SELECT set_config('portal.act', $1, false)";
        var who = command.CreateParameter();
        who.Value = JsonSerializer.Serialize(new
        {
            id = act.Actor.Id,
            name = act.Actor.Name,
            token = act.Actor.TokenId,
            address = act.Actor.Address,
            permission = act.Permission.ToString(),
        });
        command.Parameters.Add(who);
        return command;
    }
}
