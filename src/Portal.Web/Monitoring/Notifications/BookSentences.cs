using System.Globalization;
using Portal.Core.Monitoring.Notifications;
using Portal.Web.Shell;

namespace Portal.Web.Monitoring.Notifications;

/// <summary>Messages that this process sends are said whole in the channel's language.</summary>
internal sealed class BookSentences : ISentences
{
    public string Say(string english, CultureInfo culture) => PhraseBook.Say(english, culture);
}
