/**
 * One heartbeat of one participant. It says what it may come to use, and is given its fair share of each limit, but
 * never more than what all others that are alive hold leaves: a newcomer waits until they have acknowledged less.
 * A key that was just made (or lost) gives nobody more than it holds until everybody has had the time to say so.
 */
export const askScript = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local id, lease, settling, slot_ms = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local me = cjson.decode(ARGV[5])
me.id, me.granted = id, {}
redis.call('HSETNX', KEYS[1], 'born', now)
local all, flat = { me }, redis.call('HGETALL', KEYS[1])
local born = now
for i = 1, #flat, 2 do
  if flat[i] == 'born' then
    born = tonumber(flat[i + 1])
  elseif flat[i] ~= id then
    local other = cjson.decode(flat[i + 1])
    if other.ends <= now then
      redis.call('HDEL', KEYS[1], flat[i])
    else
      other.id = flat[i]
      all[#all + 1] = other
    end
  end
end
table.sort(all, function(a, b) return a.id < b.id end)

local using = {}
for _, each in ipairs(all) do
  if each.wanted > 0 then using[#using + 1] = each end
end
local sharers = #using
if sharers == 0 then using = all end

local function limit_of(kind)
  local least = nil
  for _, each in ipairs(all) do
    local said = each.limits[kind]
    if said and (not least or said < least) then least = said end
  end
  return least
end

local function held_by_others(kind)
  local sum = 0
  for _, each in ipairs(all) do
    if each.id ~= id then sum = sum + math.max(each.acked[kind] or 0, each.granted[kind] or 0) end
  end
  return sum
end

-- Where there are fewer than participants, who gets one changes with time.
local function first_of(total)
  return total < #using and math.floor(now / slot_ms) or 0
end

local function share_of_calls(total)
  local given, left, first = {}, total, first_of(total)
  local progress = true
  while left > 0 and progress do
    progress = false
    for n = 0, #using - 1 do
      local each = using[(first + n) % #using + 1]
      if left > 0 and (given[each.id] or 0) < each.wanted then
        given[each.id] = (given[each.id] or 0) + 1
        left = left - 1
        progress = true
      end
    end
  end
  for n, each in ipairs(using) do
    given[each.id] = (given[each.id] or 0) + math.floor(left / #using) + (n <= left % #using and 1 or 0)
  end
  return given[id] or 0
end

local function share_of_rate(total)
  for n, each in ipairs(using) do
    if each.id == id then
      if total < #using then return total / #using end
      return math.floor(total / #using) + (n <= total % #using and 1 or 0)
    end
  end
  return 0
end

local limits = {}
for _, kind in ipairs({ 'concurrency', 'requests', 'tokens' }) do
  local limit = limit_of(kind)
  if limit then
    local share = kind == 'concurrency' and share_of_calls(limit) or share_of_rate(limit)
    local grant = math.min(share, limit - held_by_others(kind))
    if now - born < settling then grant = math.min(grant, me.acked[kind] or 0) end
    limits[kind] = limit
    me.granted[kind] = math.max(0, grant)
  end
end
me.ends = now + lease
redis.call('HSET', KEYS[1], id, cjson.encode(me))
redis.call('PEXPIRE', KEYS[1], lease * 6)
return cjson.encode({
  granted = me.granted, limits = limits, sharers = math.max(1, sharers), held = math.max(0, redis.call('PTTL', KEYS[2]))
})
`;

/** A pause the provider asked for, in milliseconds: the longest one that was asked for counts. */
export const holdScript = `
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], '1', 'PX', ARGV[1]) end
`;
