using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Accounts;

/// <summary>Whom attempts are counted against.</summary>
internal static class RemoteAddress
{
    /// <summary>The caller's whole address as text, or null where there is none.</summary>
    public static string? FullOf(HttpContext context) => context.Connection.RemoteIpAddress is { } address
        ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString()
        : null;

    /// <summary>The caller's address; of IPv6 the first 64 bits, for one household has all the others.</summary>
    public static string Of(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        if (address is null)
        {
            return "";
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4().ToString();
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : address.ToString();
    }
}
