using NpgsqlTypes;
using Portal.Core.Operations;

namespace Portal.Jobs.Operations;

/// <summary>What the runner writes of one step, under the fence.</summary>
internal sealed class StepWrites(FencedWrites writes, Guid stepId)
{
    private const string UpdateStep = FencedWrites.Fence + "UPDATE operation_steps AS step SET ";
    private const string OfThisStep = " FROM fence WHERE step.id = @step AND step.operation_id = fence.id RETURNING ";

    /// <summary>Counts an attempt. Gives its number, over all runs, and the checkpoint.</summary>
    public Task<(int Attempt, string? Checkpoint)> BeginAttemptAsync(CancellationToken cancellationToken) => writes.WriteAsync(
        UpdateStep + "state = 'Running', attempts = attempts + 1, started_at = COALESCE(started_at, clock_timestamp()), ended_at = NULL"
            + OfThisStep + "step.attempts, step.checkpoint::text",
        parameters => parameters.AddWithValue("step", stepId),
        reader => (reader.GetInt32(0), reader.IsDBNull(1) ? null : reader.GetString(1)),
        cancellationToken);

    public Task EndAsync(StepState state, string? message, CancellationToken cancellationToken) => writes.WriteAsync(
        UpdateStep + "state = @state, ended_at = clock_timestamp(), message = COALESCE(@message, message)" + OfThisStep + "1",
        parameters =>
        {
            parameters.AddWithValue("step", stepId);
            parameters.AddWithValue("state", state.ToString());
            parameters.AddWithValue("message", NpgsqlDbType.Text, (object?)message ?? DBNull.Value);
        },
        cancellationToken);

    public Task ReportAsync(string message, CancellationToken cancellationToken) => writes.WriteAsync(
        UpdateStep + "message = @message" + OfThisStep + "1",
        parameters =>
        {
            parameters.AddWithValue("step", stepId);
            parameters.AddWithValue("message", message);
        },
        cancellationToken);

    public Task SaveCheckpointAsync(string json, CancellationToken cancellationToken) => writes.WriteAsync(
        UpdateStep + "checkpoint = @checkpoint" + OfThisStep + "1",
        parameters =>
        {
            parameters.AddWithValue("step", stepId);
            parameters.AddWithValue("checkpoint", NpgsqlDbType.Jsonb, json);
        },
        cancellationToken);

    /// <summary>Merges at the top level into what is there.</summary>
    public Task SaveResultAsync(string json, CancellationToken cancellationToken) => writes.WriteAsync(
        """
        UPDATE operations SET result = COALESCE(result, '{}'::jsonb) || @result
        WHERE id = @id AND lease_generation = @generation AND state = 'Running' RETURNING 1
        """,
        parameters => parameters.AddWithValue("result", NpgsqlDbType.Jsonb, json),
        cancellationToken);
}
