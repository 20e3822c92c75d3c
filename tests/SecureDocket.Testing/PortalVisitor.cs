using System.Net;
using System.Text.RegularExpressions;

namespace SecureDocket.Testing;

/// <summary>A cardholder at the portal, as a browser without script would be: keeps cookies, fills in the forms that pages show, follows where it is sent.</summary>
public sealed partial class PortalVisitor : IDisposable
{
    private readonly HttpClient _client;
    private string _page = "";

    public PortalVisitor(Uri host, string language = "en")
    {
        _client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = host, Timeout = TimeSpan.FromMinutes(5) };
        _client.DefaultRequestHeaders.Add("Accept-Language", language);
    }

    /// <summary>The cookies, by name. A test takes them out and puts them back as a thief would.</summary>
    public Dictionary<string, string> Cookies { get; } = [];

    /// <summary>The page that is shown.</summary>
    public string Page => WebUtility.HtmlDecode(_page);

    /// <summary>The page as it came.</summary>
    public string Source => _page;

    /// <summary>The path and query of the page that is shown.</summary>
    public string Address { get; private set; } = "/";

    /// <summary>The status of the page that is shown.</summary>
    public HttpStatusCode Status { get; private set; }

    /// <summary>What is sent with every request beside the cookies.</summary>
    public Dictionary<string, string> Headers { get; } = [];

    /// <summary>Opens a page.</summary>
    public async Task<PortalVisitor> GoAsync(string address)
    {
        using var answer = await SendAsync(HttpMethod.Get, address, null);
        await FollowAsync(answer, address);
        return this;
    }

    /// <summary>Sends the form of the shown page that has this action, with these values in its fields.</summary>
    public async Task<PortalVisitor> SubmitAsync(string action, params (string Name, string Value)[] values)
    {
        using var answer = await PostAsync(action, FieldsOf(action, values));
        await FollowAsync(answer, action);
        return this;
    }

    /// <summary>The fields of a form of the shown page, hidden ones as they are.</summary>
    public Dictionary<string, string> FieldsOf(string action, params (string Name, string Value)[] values)
    {
        var form = FormPattern().Matches(_page).FirstOrDefault(match => match.Groups["action"].Value == action)
            ?? throw new InvalidOperationException($"The page at {Address} has no form for {action}:\n{_page}");
        var fields = HiddenPattern().Matches(form.Groups["fields"].Value)
            .ToDictionary(match => match.Groups["name"].Value, match => WebUtility.HtmlDecode(match.Groups["value"].Value));
        foreach (var (name, value) in values)
            fields[name] = value;
        return fields;
    }

    /// <summary>Sends a form as it is given, and follows nothing.</summary>
    public Task<HttpResponseMessage> PostAsync(string address, IReadOnlyDictionary<string, string> fields) =>
        SendAsync(HttpMethod.Post, address, new FormUrlEncodedContent(fields));

    /// <summary>Enters card number and PIN.</summary>
    public async Task<PortalVisitor> BeginAsync(string cardNumber, string pin)
    {
        await GoAsync("/");
        return await SubmitAsync("/sign-in", ("number", cardNumber), ("pin", pin));
    }

    /// <summary>The same from the front page even when somebody is signed in: the page is asked for without the session.</summary>
    public async Task<PortalVisitor> BeginFromAsync(string cardNumber, string pin)
    {
        Cookies.Remove("__Host-session", out var session);
        await BeginAsync(cardNumber, pin);
        if (session is not null)
            Cookies["__Host-session"] = session;
        return this;
    }

    /// <summary>Enters a code.</summary>
    public Task<PortalVisitor> EnterCodeAsync(string code) => SubmitAsync("/sign-in/code", ("code", code));

    /// <summary>Sends a request with the cookies, and keeps those that come back.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string address, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, address) { Content = content };
        if (Cookies.Count > 0)
            request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        foreach (var (name, value) in Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        var answer = await _client.SendAsync(request);
        if (answer.Headers.TryGetValues("Set-Cookie", out var set))
        {
            foreach (var cookie in set)
            {
                var (name, value) = (cookie[..cookie.IndexOf('=', StringComparison.Ordinal)], cookie[(cookie.IndexOf('=', StringComparison.Ordinal) + 1)..].Split(';')[0]);
                if (value.Length == 0)
                    Cookies.Remove(name);
                else
                    Cookies[name] = value;
            }
        }

        return answer;
    }

    public void Dispose() => _client.Dispose();

    private async Task FollowAsync(HttpResponseMessage answer, string address)
    {
        const int MostHops = 5;
        var present = answer;
        for (var hop = 0; present.StatusCode == HttpStatusCode.SeeOther; hop++)
        {
            if (hop == MostHops)
                throw new InvalidOperationException($"{address} leads round in circles.");
            address = present.Headers.Location!.ToString();
            if (present != answer)
                present.Dispose();
            present = await SendAsync(HttpMethod.Get, address, null);
        }

        (Address, Status, _page) = (address, present.StatusCode, await present.Content.ReadAsStringAsync());
        if (present != answer)
            present.Dispose();
    }

    [GeneratedRegex("""<form method="post" action="(?<action>[^"]*)" novalidate>(?<fields>.*?)</form>""", RegexOptions.Singleline)]
    private static partial Regex FormPattern();

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]*)" value="(?<value>[^"]*)">""")]
    private static partial Regex HiddenPattern();
}
