using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;

namespace Portal.Core.Audit;

/// <summary>The hashes of the chain, so written that anybody can compute them of an export.</summary>
public static class AuditHash
{
    /// <summary>What the first link follows.</summary>
    public static byte[] Start { get; } = new byte[SHA256.HashSizeInBytes];

    /// <summary>
    /// Of a JSON array of all fields in the order of their declaration: the time as whole microseconds since 1970, ids as
    /// texts, what is absent as null, old and new as texts as PostgreSQL writes jsonb.
    /// </summary>
    public static byte[] Of(AuditEntry entry)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            json.WriteNumberValue(entry.Id);
            json.WriteNumberValue((entry.At - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
            json.WriteStringValue(entry.ActorId?.ToString());
            json.WriteStringValue(entry.ActorName);
            json.WriteStringValue(entry.TokenId?.ToString());
            json.WriteStringValue(entry.Address);
            json.WriteStringValue(entry.Permission);
            json.WriteStringValue(entry.Act);
            json.WriteStringValue(entry.Kind);
            json.WriteStringValue(entry.ObjectId);
            json.WriteStringValue(entry.ObjectName);
            json.WriteStringValue(entry.Old);
            json.WriteStringValue(entry.New);
            json.WriteStringValue(entry.Outcome);
            json.WriteStringValue(entry.OperationId?.ToString());
            json.WriteStringValue(entry.Detail);
            json.WriteEndArray();
        }

        return SHA256.HashData(buffer.WrittenSpan);
    }

    /// <summary>Of a link: the hash before, the number as eight bytes, greatest first, and the entry's hash.</summary>
    public static byte[] Of(ReadOnlySpan<byte> before, long number, ReadOnlySpan<byte> entryHash)
    {
        Span<byte> text = stackalloc byte[2 * SHA256.HashSizeInBytes + sizeof(long)];
        before.CopyTo(text);
        BinaryPrimitives.WriteInt64BigEndian(text[SHA256.HashSizeInBytes..], number);
        entryHash.CopyTo(text[(SHA256.HashSizeInBytes + sizeof(long))..]);
        return SHA256.HashData(text);
    }
}
