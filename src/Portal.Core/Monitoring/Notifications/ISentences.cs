using System.Globalization;

namespace Portal.Core.Monitoring.Notifications;

/// <summary>Says what services have said in English in another language, where the process knows how.</summary>
public interface ISentences
{
    string Say(string english, CultureInfo culture);
}

/// <summary>A worker without the web's book of phrases leaves them as they are.</summary>
internal sealed class EnglishSentences : ISentences
{
    public string Say(string english, CultureInfo culture) => english;
}
