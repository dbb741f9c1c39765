using System.Security.Cryptography;
using System.Text;
using Portal.Core.Audit;

namespace Portal.Core.Tests.Audit;

public sealed class AuditHashTests
{
    private static readonly AuditEntry Entry = new()
    {
        Id = 7,
        At = DateTimeOffset.UnixEpoch.AddSeconds(1).AddMicroseconds(5),
        ActorId = new Guid("01900000-0000-7000-8000-000000000001"),
        ActorName = "ada",
        Act = AuditActs.Changed,
        Kind = "fleets",
        ObjectId = "1",
        Old = "{\"a\": 1}",
        Outcome = AuditOutcomes.Done,
    };

    [Fact]
    public void Entry_IsHashedAsItIsWrittenDown()
    {
        const string Text = """[7,1000005,"01900000-0000-7000-8000-000000000001","ada",null,"","","Changed","fleets","1","","{\u0022a\u0022: 1}",null,"Done",null,""]""";

        Assert.Equal(SHA256.HashData(Encoding.UTF8.GetBytes(Text)), AuditHash.Of(Entry));
    }

    [Fact]
    public void Link_DependsOnAllThatItIsMadeOf()
    {
        var entry = AuditHash.Of(Entry);
        var link = AuditHash.Of(AuditHash.Start, 1, entry);

        Assert.NotEqual(link, AuditHash.Of(AuditHash.Start, 2, entry));
        Assert.NotEqual(link, AuditHash.Of(entry, 1, entry));
        Assert.NotEqual(link, AuditHash.Of(AuditHash.Start, 1, AuditHash.Start));
    }
}
