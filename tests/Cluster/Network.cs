using System.Diagnostics;

namespace FileStorage.Tests.Cluster;

/// <summary>
/// A network of this machine's own, with a namespace a host, so that a host can be cut off from everybody as by a broken cable: its packets vanish,
/// and no connection is closed. Needs the rights of the system's administrator.
/// </summary>
internal sealed class Network : IDisposable
{
    private readonly string _name;
    private readonly string _prefix;
    private readonly List<Host> _hosts = [];

    private Network(int process)
    {
        _name = $"fs{process % 100_000}";
        _prefix = $"10.{200 + (process % 50)}.{process / 50 % 250}";
    }

    /// <summary>The address under which hosts reach what listens outside of the namespaces.</summary>
    public string Outside => $"{_prefix}.1";

    /// <summary>All addresses of this network.</summary>
    public string Range => $"{_prefix}.0/24";

    /// <summary>Makes a network, or says why there is none.</summary>
    public static Network? TryMake(out string? why)
    {
        var network = new Network(Environment.ProcessId);
        try
        {
            Ip("link", "add", network._name, "type", "bridge");
            Ip("addr", "add", $"{network.Outside}/24", "dev", network._name);
            Ip("link", "set", network._name, "up");
            network.Add();
            why = null;
            return network;
        }
        catch (Exception exception) when (exception is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            network.Dispose();
            why = exception.Message;
            return null;
        }
    }

    /// <summary>A new host on it.</summary>
    public Host Add()
    {
        var host = new Host($"{_name}-{_hosts.Count}", $"{_name}v{_hosts.Count}", $"{_prefix}.{10 + _hosts.Count}");
        Ip("netns", "add", host.Namespace);
        _hosts.Add(host);
        Ip("link", "add", host.Link, "type", "veth", "peer", "name", "eth0", "netns", host.Namespace);
        Ip("link", "set", host.Link, "master", _name);
        Ip("link", "set", host.Link, "up");
        Ip("-n", host.Namespace, "addr", "add", $"{host.Address}/24", "dev", "eth0");
        Ip("-n", host.Namespace, "link", "set", "eth0", "up");
        Ip("-n", host.Namespace, "link", "set", "lo", "up");
        return host;
    }

    public void Dispose()
    {
        foreach (var host in _hosts)
        {
            TryIp("netns", "del", host.Namespace);
        }

        TryIp("link", "del", _name);
    }

    private static void Ip(params string[] arguments)
    {
        if (TryIp(arguments) is { } error)
        {
            throw new InvalidOperationException($"ip {string.Join(' ', arguments)}: {error}");
        }
    }

    private static string? TryIp(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : error.Trim();
    }

    /// <summary>A namespace with its link to the others.</summary>
    public sealed record Host(string Namespace, string Link, string Address)
    {
        public void Cut() => Ip("link", "set", Link, "down");

        public void Mend() => Ip("link", "set", Link, "up");
    }
}
