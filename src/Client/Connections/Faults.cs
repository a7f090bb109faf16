using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace FileStorage.Client.Connections;

/// <summary>Sorts what can go wrong with a request.</summary>
internal static class Faults
{
    /// <summary>Sorts an exception of HttpClient.</summary>
    public static Fault Of(Exception exception) => exception switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => Fault.Final,
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => Fault.Final,
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => Fault.NotReceived,
        HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } => Fault.NotReceived,
        HttpRequestException => Fault.Unknown,
        HttpIOException => Fault.Unknown,
        IOException { InnerException: SocketException } => Fault.Unknown,
        TimeoutException => Fault.Unknown,
        _ => Fault.Final,
    };

    /// <summary>Sorts an answer; null where it is not one to repeat.</summary>
    public static Fault? Of(HttpStatusCode status) => status switch
    {
        HttpStatusCode.TooManyRequests => Fault.NotReceived,
        HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout => Fault.Unknown,
        _ => null,
    };

    public static bool MayRepeat(this Repeat repeat, Fault fault) => fault switch
    {
        Fault.NotReceived => true,
        Fault.Unknown => repeat is Repeat.Always,
        Fault.Final => false,
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "No such fault."),
    };

    public static TimeSpan? RetryAfter(HttpResponseHeaders headers, TimeProvider clock) => headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - clock.GetUtcNow(),
        _ => null,
    };
}
