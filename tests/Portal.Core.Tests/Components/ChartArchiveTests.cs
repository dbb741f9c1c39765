using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Portal.Core.Components.Helm;

namespace Portal.Core.Tests.Components;

public sealed class ChartArchiveTests
{
    private const string Lookup = "{{ (lookup \"v1\" \"Secret\" \"ns\" \"name\").data }}";

    [Theory]
    [InlineData("chart/templates/secret.yaml", true)]
    [InlineData("chart/charts/sub/templates/_helpers.tpl", true)]
    [InlineData("chart/values.yaml", true)]
    [InlineData("chart/README.md", false)]
    [InlineData("chart/crds/crd.yaml", false)]
    [InlineData("chart/values.schema.json", false)]
    [Trait("Attack", "9")]
    public async Task ATemplateThatLooksIntoTheCluster_IsFound(string file, bool found) => Assert.Equal(found, await AskAsync(Pack((file, Bytes(Lookup)))));

    [Fact]
    public async Task OneOfAPackedPart_IsFound() =>
        Assert.True(await AskAsync(Pack(("chart/templates/a.yaml", Bytes("a: b")), ("chart/charts/sub.tgz", Pack(("sub/templates/b.yaml", Bytes(Lookup)))))));

    [Fact]
    public async Task WhatIsNoArchive_CountsAsLooking() => Assert.True(await AskAsync(Bytes("this is no archive")));

    /// <summary>A few kilobytes that unfold to 300 MB, as one file and as many.</summary>
    [Theory]
    [InlineData(1, 300)]
    [InlineData(60, 5)]
    [Trait("Attack", "18")]
    public async Task Bomb_CountsAsLooking_WithoutBeingUnfolded(int files, int megabytes)
    {
        var zeroes = new byte[megabytes * 1024 * 1024];
        var archive = Pack([.. Enumerable.Range(0, files).Select(index => ($"chart/templates/{index}.yaml", zeroes))]);

        Assert.True(await AskAsync(archive));
        Assert.True(archive.Length < 4 * 1024 * 1024);
    }

    /// <summary>Nothing of an archive is written anywhere: names that lead out, and links, are only names.</summary>
    [Theory]
    [InlineData("../../../../tmp/portal-slip.yaml")]
    [InlineData("/tmp/portal-slip.yaml")]
    [InlineData("chart/../../../tmp/portal-slip.yaml")]
    [Trait("Attack", "18")]
    public async Task NameThatLeadsOut_IsNotFollowed(string name)
    {
        Assert.True(await AskAsync(Pack((name, Bytes(Lookup)))));
        Assert.False(File.Exists("/tmp/portal-slip.yaml"));
    }

    private static async Task<bool> AskAsync(byte[] archive)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, archive, TestContext.Current.CancellationToken);
            return await ChartArchive.MayLookUpAsync(file, TestContext.Current.CancellationToken);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Pack(params (string Name, byte[] Content)[] files)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(zip))
        {
            foreach (var (name, content) in files)
            {
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
            }
        }

        return packed.ToArray();
    }
}
