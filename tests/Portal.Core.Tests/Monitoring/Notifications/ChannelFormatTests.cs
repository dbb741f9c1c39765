using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Portal.Core.Monitoring.Notifications;
using Portal.Core.Monitoring.Notifications.Formats;
using Portal.Core.Monitoring.PortalAlerts;

namespace Portal.Core.Tests.Monitoring.Notifications;

/// <summary>Messages in the form of each product, signed as it wants them.</summary>
public sealed class ChannelFormatTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid Id = Guid.Parse("0199aaaa-0000-7000-8000-000000000001");

    private static readonly MessageComposer Composer = new(
        new EnglishSentences(), Options.Create(new NotificationOptions { PublicUrl = new Uri("https://portal.example.com") }), new FakeTimeProvider(Now));

    private static readonly PortalAlert Alert = new()
    {
        Id = Id,
        Kind = PortalAlertKind.ClusterUnreachable,
        SubjectKey = "cluster/1",
        SubjectName = "member1",
        Severity = AlertSeverity.Critical,
        Reason = "See <http://evil|here> [x](y) @all & wait",
        Since = Now.AddMinutes(-5),
        RaisedAt = Now.AddMinutes(-3),
        ClusterId = Id,
        ClusterName = "member1",
    };

    private static readonly ChannelSecrets Secrets = new("https://hooks.example.com/secret?key=1", "this is secret", "token");

    [Fact]
    public void Webhook_IsSigned_AndCarriesItsId()
    {
        var post = WebhookFormat.Of(One("en"), Secrets);

        Assert.Equal(
            """{"version":1,"id":"0199aaaa-0000-7000-8000-000000000001","event":"raised","severity":"critical","title":"[Critical] Cluster unreachable: member1","count":1,"sentAt":"2026-11-28T12:00:00Z","url":"https://portal.example.com/clusters/member1","alerts":[{"id":"0199aaaa-0000-7000-8000-000000000001","kind":"clusterUnreachable","severity":"critical","title":"Cluster unreachable","subject":"member1","cluster":"member1","reason":"See \u003Chttp://evil|here\u003E [x](y) @all \u0026 wait","since":"2026-11-28T11:55:00Z","endedAt":null,"url":"https://portal.example.com/clusters/member1"}]}""",
            Text(post));
        Assert.Equal((Id.ToString(), "Bearer token"), (post.Headers[WebhookFormat.IdHeader], post.Headers["Authorization"]));

        // From RFC 4231, test case 2.
        Assert.Equal("sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", Signatures.Webhook("Jefe", Encoding.UTF8.GetBytes("what do ya want for nothing?")));
    }

    [Fact]
    [Trait("Attack", "16")]
    public void Slack_EscapesWhatCouldMention()
    {
        var text = Text(SlackFormat.Of(One("en"), Secrets));

        Assert.StartsWith("""{"text":"[Critical] Cluster unreachable: member1","attachments":[{"color":"#d64545","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"*[Critical] Cluster unreachable: member1*"}},""", text, StringComparison.Ordinal);
        Assert.Contains("""See \u0026lt;http://evil|here\u0026gt; [x](y) @all \u0026amp; wait""", text, StringComparison.Ordinal);
        Assert.Contains("""\u003Chttps://portal.example.com/clusters/member1|Open in the portal\u003E""", text, StringComparison.Ordinal);
    }

    [Fact]
    public void DingTalk_IsSignedInItsAddress()
    {
        var post = DingTalkFormat.Of(One("zh-Hans"), Secrets);

        Assert.Equal(
            """{"msgtype":"markdown","markdown":{"title":"【严重】集群不可达：member1","text":"#### 【严重】集群不可达：member1\n\n- 严重 · 集群不可达 · member1 · See ＜http://evil|here＞ ［x］(y) ＠all \u0026 wait · 始于 2026-11-28 11:55 UTC\n\n[在门户中查看](https://portal.example.com/clusters/member1)"}}""",
            Text(post));
        Assert.StartsWith("https://hooks.example.com/secret?key=1&timestamp=1795867200000&sign=", post.Address.AbsoluteUri, StringComparison.Ordinal);
        Assert.EndsWith(Uri.EscapeDataString(Signatures.DingTalk("this is secret", 1795867200000)), post.Address.AbsoluteUri, StringComparison.Ordinal);
    }

    [Fact]
    public void Feishu_IsACard_SignedInItsBody()
    {
        var text = Text(FeishuFormat.Of(One("zh-Hans"), Secrets));

        Assert.StartsWith("""{"timestamp":"1795867200","sign":""", text, StringComparison.Ordinal);
        Assert.Contains(
            "\"msg_type\":\"interactive\",\"card\":{\"config\":{\"wide_screen_mode\":true},\"header\":{\"title\":{\"tag\":\"plain_text\",\"content\":\"【严重】集群不可达：member1\"},\"template\":\"red\"}", text, StringComparison.Ordinal);
        Assert.EndsWith(
            """{"tag":"action","actions":[{"tag":"button","text":{"tag":"plain_text","content":"在门户中查看"},"type":"primary","url":"https://portal.example.com/clusters/member1"}]}]}}""", text, StringComparison.Ordinal);
    }

    [Fact]
    public void ChatSignatures_AreThoseOfTheProducts()
    {
        // By openssl: printf '1599360473000\nthis is secret' | openssl dgst -sha256 -hmac 'this is secret' -binary | base64
        Assert.Equal("hXZTWifRGHclNuZSKxoXc//sh51SWfVfRIhcdeKs63I=", Signatures.DingTalk("this is secret", 1599360473000));

        // By openssl: printf '' | openssl dgst -sha256 -mac HMAC -macopt hexkey:(of "1599360473\nthis is secret") -binary | base64
        Assert.Equal("/eYKrXQBzTjUZJ3s6NX16VxGbTwmK7AEs8/FnvC1CSw=", Signatures.Feishu("this is secret", 1599360473));
    }

    [Fact]
    public void WeCom_OfAThousand_CountsThem_AndFits()
    {
        var alerts = Enumerable.Range(0, 1000).Select(index => new PortalAlert
        {
            Kind = PortalAlertKind.ClusterUnreachable,
            SubjectKey = $"cluster/{index}",
            SubjectName = $"member-{index:0000}",
            Severity = AlertSeverity.Critical,
            Reason = new string('字', 900),
            Since = Now,
            RaisedAt = Now,
            ClusterId = Id,
            ClusterName = $"member-{index:0000}",
        }).ToList();

        var post = WeComFormat.Of(Composer.Compose(Id, "zh-Hans", MessageEvent.Raised, alerts), Secrets);

        Assert.StartsWith("{\"msgtype\":\"markdown\",\"markdown\":{\"content\":\"**\\u003Cfont color=\\u0022warning\\u0022\\u003E【严重】1,000 条告警：集群不可达 1,000", Text(post), StringComparison.Ordinal);
        Assert.Contains("另有 998 条", Text(post), StringComparison.Ordinal);
        Assert.True(post.Body.Length < 4096, $"{post.Body.Length} bytes");
        Assert.Equal("[Ended] 1,000 alerts: Cluster unreachable 1,000", MessageComposer.Title("en", MessageEvent.Ended, alerts));
    }

    [Fact]
    public void AlertOfManyClusters_IsOneLine_WithTheirNumberAndNames()
    {
        var alerts = Enumerable.Range(0, 200).Select(index => new PortalAlert
        {
            Kind = PortalAlertKind.MemberAlert,
            SubjectKey = $"member/{index}",
            SubjectName = "PodCrashLooping",
            Severity = AlertSeverity.Critical,
            Reason = "A pod starts again and again",
            Since = Now,
            RaisedAt = Now,
            ClusterName = $"member-{index:000}",
            Labels = new Dictionary<string, string> { ["namespace"] = "pay", ["cluster"] = $"member-{index:000}" },
        }).ToList();

        var slack = Text(SlackFormat.Of(Composer.Compose(Id, "en", MessageEvent.Raised, alerts), Secrets));
        Assert.Contains("*[Critical] PodCrashLooping: 200 clusters*", slack, StringComparison.Ordinal);
        Assert.Contains("200 clusters: member-000, member-001, member-002,", slack, StringComparison.Ordinal);
        Assert.Contains("and 190 more", slack, StringComparison.Ordinal);
        Assert.Contains("monitoring/alerts?q=PodCrashLooping|", slack, StringComparison.Ordinal);
        var webhook = Text(WebhookFormat.Of(Composer.Compose(Id, "en", MessageEvent.Raised, alerts), Secrets));
        Assert.EndsWith("\"member-199\"],\"labels\":{\"namespace\":\"pay\"}}]}", webhook, StringComparison.Ordinal);
        Assert.Equal("【已恢复】PodCrashLooping：200 个集群", MessageComposer.Title("zh-Hans", MessageEvent.Ended, alerts));
    }

    [Fact]
    public void Mail_KeepsItsIdInEachAttempt()
    {
        var mail = MailFormat.Of(One("en"), new MailSettings("smtp.example.com", 25, MailSecurity.None, "", "Portal <portal@example.com>", ["ops@example.com"]));

        Assert.Equal(("[Critical] Cluster unreachable: member1", "0199aaaa000070008000000000000001@kurator-portal"), (mail.Subject, mail.MessageId));
        Assert.Contains("Open in the portal: https://portal.example.com/clusters/member1", mail.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Attack", "3")]
    public void Faults_HoldNoSecret()
    {
        var refused = new ChannelRefusedException("Refused https://hooks.example.com/secret?key=1 for token with THIS IS SECRET", "Look there.");

        var problem = ChannelFaults.Of("ops", refused, Secrets);

        Assert.Equal("Refused … for … with …", problem.Why);
    }

    private static AlertMessage One(string language) => Composer.Compose(Id, language, MessageEvent.Raised, [Alert]);

    private static string Text(OutgoingPost post) => Encoding.UTF8.GetString(post.Body);
}
