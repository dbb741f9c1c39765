using LibGit2Sharp;

namespace Portal.Jobs.Distribution.Sources.Git;

/// <summary>One request of the smart protocol: what libgit2 writes is sent when it begins to read.</summary>
internal sealed class GuardedStream(SmartSubtransport transport, GitTransfer transfer, GitSmartSubtransportAction action) : SmartSubtransportStream(transport)
{
    private const int MostWritten = 4 * 1024 * 1024;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly List<byte> _written = [];
    private HttpResponseMessage? _answer;
    private Stream? _body;
    private CancellationTokenRegistration _stop;

    public override int Read(Stream dataStream, long length, out long bytesRead)
    {
        bytesRead = transfer.Keep(() =>
        {
            var body = _body ??= Open();
            var count = body.Read(_buffer, 0, (int)Math.Min(length, _buffer.Length));
            transfer.CancellationToken.ThrowIfCancellationRequested();
            transfer.Count(count);
            dataStream.Write(_buffer, 0, count);
            return count;
        });
        return 0;
    }

    public override int Write(Stream dataStream, long length) => transfer.Keep(() =>
    {
        if (_written.Count + length > MostWritten)
        {
            throw new InvalidOperationException("More is asked for than a request may hold.");
        }

        var part = new byte[length];
        dataStream.ReadExactly(part);
        _written.AddRange(part);
        return 0;
    });

    protected override void Free()
    {
        _stop.Dispose();
        _body?.Dispose();
        _answer?.Dispose();
        base.Free();
    }

    private Stream Open()
    {
        _answer = transfer.Open(action, action == GitSmartSubtransportAction.UploadPack ? _written.ToArray() : null);
        // A read that waits ends when the answer is closed.
        _stop = transfer.CancellationToken.Register(_answer.Dispose);
        return _answer.Content.ReadAsStream(transfer.CancellationToken);
    }
}
